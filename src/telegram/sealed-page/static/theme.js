/**
 * In Telegram the page is as dark as the chat, whatever the device says.
 *
 * @param {string | null} params Telegram's, as JSON
 */
export function showTheme(params) {
  try {
    const { bg_color: ground } = JSON.parse(params ?? '{}')
    if (!/^#[0-9a-f]{6}$/i.test(ground)) return
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
      Number.parseInt(ground.slice(at, at + 2), 16),
    )
    const isDark = 0.3 * red + 0.59 * green + 0.11 * blue < 128
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
  } catch {
    // Not Telegram's: the device's theme then.
  }
}
