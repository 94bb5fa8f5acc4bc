/** The session that a page's address names, with its hospital and department, and the facts about it that people check before they confirm. */
export async function useChosenSession() {
  const route = useRoute()
  const code = String(route.params.code)
  const dep = String(route.params.dep)
  const scheduleId = String(route.query.schedule ?? '')
  const date = computed(() => String(route.query.date ?? ''))
  const { t } = useI18n()
  const { longDay } = useDates()

  const [{ data: hospital }, { data: departments }, { data: schedules, error, status, refresh }] = await Promise.all([
    useHospital(code), useDepartments(code), useSchedules(code, dep, date)])
  const department = computed(() => departments.value?.find(item => item.code === dep)?.name ?? dep)
  const schedule = computed(() => schedules.value?.find(item => item.id === scheduleId))
  const place = `/hospitals/${code}/departments/${dep}`
  const calendar = computed(() => `${place}${date.value ? `?date=${date.value}` : ''}`)
  const pageOf = (name: 'book' | 'waitlist') => `${place}/${name}?date=${date.value}&schedule=${scheduleId}`
  const facts = computed(() => schedule.value && [
    { term: t('booking.day'), value: `${longDay(schedule.value.date)} ${t(`period.${schedule.value.period}`)}`, strong: true },
    { term: t('booking.hospital'), value: hospital.value?.name ?? code, strong: true },
    { term: t('booking.department'), value: department.value },
    { term: t('booking.doctor'), value: doctorName(schedule.value.doctor) },
  ])

  return { code, scheduleId, hospital, department, schedules, schedule, error, status, refresh, calendar, pageOf, facts }
}
