const digits = '零壹贰叁肆伍陆柒捌玖'
const places = ['', '拾', '佰', '仟']
const groups = ['', '万', '亿']

/** An amount in the capital numerals of Chinese bills: 1005.30 is 壹仟零伍元叁角整. */
export function capitalAmount(amount: number): string {
  const fen = Math.round(amount * 100)
  const yuan = Math.floor(fen / 100)
  const [jiao, cents] = [Math.floor(fen / 10) % 10, fen % 10]
  const whole = yuan ? `${capitalInteger(yuan)}元` : ''
  const dime = jiao ? `${digits[jiao]}角` : cents && yuan ? '零' : ''
  const end = cents ? `${digits[cents]}分` : '整'
  return whole || dime || cents ? whole + dime + end : '零元整'
}

function capitalInteger(value: number): string {
  let text = ''
  let zero = false
  const all = String(value)
  for (let at = 0; at < all.length; at++) {
    const place = all.length - 1 - at
    const digit = Number(all[at])
    if (digit) text += (zero ? '零' : '') + digits[digit] + places[place % 4]
    zero = digit === 0 && (zero || text !== '')
    // 万 and 亿 end a group of four that is not all zeros.
    if (place % 4 === 0 && place > 0 && Number(all.slice(Math.max(0, at - 3), at + 1))) text += groups[place / 4]
  }
  return text
}
