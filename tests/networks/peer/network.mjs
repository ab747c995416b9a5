// A whole AT Protocol network on loopback: directory (in memory), personal data server, app view. No Ozone, no Redis.
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The services listen on every interface unless told otherwise.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (port, ...rest) {
  if (typeof port === 'number' && typeof rest[0] !== 'string') return listen.call(this, port, '127.0.0.1', ...rest)
  if (port && typeof port === 'object' && typeof port.port === 'number' && !port.host) {
    return listen.call(this, { ...port, host: '127.0.0.1' }, ...rest)
  }
  return listen.call(this, port, ...rest)
}

const folder = mkdtempSync(join(tmpdir(), 'flaneur-peer-'))
process.env.TMPDIR = folder
process.env.LOG_ENABLED ??= 'false'
const { TestPlc, TestPds, TestBsky, TestBsync, mockResolvers } = await import('@atproto/dev-env')
const [plcPort, pdsPort, bskyPort] = ['PLC_PORT', 'PDS_PORT', 'BSKY_PORT'].map((name) => Number(process.env[name]))
const dbUrl = process.env.FLANEUR_DATABASE_URL
const bsyncApiKey = 'bsync-api-key'

const plc = await TestPlc.create({ port: plcPort })
const bsync = await TestBsync.create({ apiKeys: [bsyncApiKey], dbUrl, dbSchema: 'bsync' })
const bsky = await TestBsky.create({
  port: bskyPort,
  plcUrl: plc.url,
  pdsPort,
  repoProvider: `ws://localhost:${pdsPort}`,
  bsyncApiKey,
  bsyncUrl: bsync.url,
  dbPostgresUrl: dbUrl,
  dbPostgresSchema: 'appview',
  publicUrl: `http://localhost:${bskyPort}`,
})
bsync.ctx.dataplaneClients = [bsky.ctx.dataplane]
const pds = await TestPds.create({
  port: pdsPort,
  hostname: 'localhost',
  didPlcUrl: plc.url,
  enableDidDocWithSession: true,
  rateLimitsEnabled: true,
  bskyAppViewUrl: bsky.url,
  bskyAppViewDid: bsky.serverDid,
})
for (const resolver of [pds.ctx.idResolver, bsky.ctx.idResolver, bsky.dataplane.idResolver]) mockResolvers(resolver, pds)

console.log(JSON.stringify({ pds: pds.url, appview: bsky.url }))

// Nothing here is worth an orderly end. Whoever started us holds our standard input: when they are gone, so are we.
const stop = () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.stdin.on('end', stop).resume()
