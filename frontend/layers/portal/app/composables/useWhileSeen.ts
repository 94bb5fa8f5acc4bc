/** Does something every so many milliseconds, as long as the page is there and somebody can see it. */
export function useWhileSeen(every: number, act: () => void) {
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => { timer = setInterval(() => { if (document.visibilityState === 'visible') act() }, every) })
  onBeforeUnmount(() => clearInterval(timer))
}
