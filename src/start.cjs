// Plain JavaScript, because an older Node cannot load TypeScript.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Undock needs Node 24, and this is ${process.version}. On Linux and Windows npm brings it along ` +
      '(npm ci); on macOS and on Alpine Linux, install Node 24 first.\n',
  )
  process.exit(1)
}
void import('./main.ts')
