import type { Day } from '#layers/base/app/api/types'

export const daysPerPage = 7

/** Which day is chosen and which seven are shown: both live in the address. */
export function useDayPages(days: Ref<Day[] | undefined | null>) {
  const route = useRoute()
  const all = computed(() => days.value ?? [])
  const date = computed(() => {
    const asked = String(route.query.date ?? '')
    return all.value.some(day => day.date === asked) ? asked : firstChoice(all.value)
  })
  const pages = computed(() => Math.max(1, Math.ceil(all.value.length / daysPerPage)))
  const page = computed(() => Math.floor(Math.max(0, all.value.findIndex(day => day.date === date.value)) / daysPerPage))
  const shown = computed(() => all.value.slice(page.value * daysPerPage, (page.value + 1) * daysPerPage))
  const startOf = (at: number) => all.value[at * daysPerPage]?.date

  return { date, day: computed(() => all.value.find(day => day.date === date.value)), page, pages, shown, startOf }
}

/** What most people came for: the first day with numbers left. */
const firstChoice = (days: Day[]) => (days.find(day => day.status === 'bookable') ?? days[0])?.date
