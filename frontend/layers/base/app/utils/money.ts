/** CNY with two decimals: `¥50.00`. */
export const money = (amount: number | string) => `¥${Number(amount).toFixed(2)}`
