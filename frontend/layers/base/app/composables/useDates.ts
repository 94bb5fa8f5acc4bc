/** Days and instants in the reader's language, always by China's clock. */
export function useDates() {
  const { locale, t } = useI18n()
  const language = computed(() => (locale.value === 'en' ? 'en-GB' : 'zh-CN'))

  const format = (instant: number | string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language.value, { timeZone: 'Asia/Shanghai', hourCycle: 'h23', ...options }).format(new Date(instant))
  const noon = (date: string) => `${date}T12:00:00+08:00`

  return {
    /** 11月26日 */
    monthDay: (date: string) => format(noon(date), { month: 'short', day: 'numeric' }),
    /** 周四 */
    weekday: (date: string) => format(noon(date), { weekday: 'short' }),
    /** 2026年11月26日 星期四 */
    longDay: (date: string) => format(noon(date), { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' }).replace('日星期', '日 星期'),
    /** 11月26日 08:30 */
    moment: (instant: number | string) => `${format(instant, { month: 'short', day: 'numeric' })} ${format(instant, { hour: '2-digit', minute: '2-digit' })}`,
    /** 2026/11/26 08:30 */
    fullMoment: (instant: number | string) => format(instant, { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }),
    /** 今天, 明天, or the weekday */
    nearDay: (date: string, today: string) => {
      const ahead = daysBetween(today, date)
      return ahead === 0 ? t('date.today') : ahead === 1 ? t('date.tomorrow') : format(noon(date), { weekday: 'short' })
    },
  }
}
