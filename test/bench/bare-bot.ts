import { serve } from '@hono/node-server'
import { Bot, webhookCallback } from 'grammy'
import { Hono } from 'hono'

/** The smallest bot that answers: grammY's own webhook, nothing kept. Run as a process of its own. */
const [token = '', apiRoot = '', port = '', secret = ''] = process.argv.slice(2)

const bot = new Bot(token, { client: { apiRoot } })
bot.on('message:text', (ctx) => ctx.reply('Hello'))
await bot.init()
const app = new Hono().post('/telegram', webhookCallback(bot, 'hono', { secretToken: secret }))
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(port) }, () =>
  process.stdout.write('It runs\n'),
)
