/** The time now by the server's clock, ticking every second in the browser. */
export function useServerNow() {
  const renderedAt = useState('server-now', () => Date.now())
  const offset = useState('server-clock-offset', () => 0)
  const now = ref(renderedAt.value)
  let timer: ReturnType<typeof setInterval> | undefined

  const tick = () => { now.value = Date.now() + offset.value }
  onMounted(() => { tick(); timer = setInterval(tick, 1000) })
  onBeforeUnmount(() => clearInterval(timer))
  return now
}
