// What Bluesky's own library finds in each text of a JSON list on standard input, as [byteStart, byteEnd, kind, value].
import { readFileSync } from 'node:fs'
import { RichText } from '@atproto/api'

const found = ({ index, features: [feature] }) => {
  const kind = feature.$type.split('#')[1]
  return [index.byteStart, index.byteEnd, kind, feature.uri ?? feature.tag ?? feature.did]
}
const texts = JSON.parse(readFileSync(0, 'utf8'))
const facets = texts.map((text) => {
  const rich = new RichText({ text })
  rich.detectFacetsWithoutResolution()
  return (rich.facets ?? []).map(found)
})
console.log(JSON.stringify(facets))
