import { problemOf, type Problem } from '#layers/base/app/api/problem'

/** One call at a time, and what was against the last one. */
export function useAttempt() {
  const busy = ref(false)
  const problem = shallowRef<Problem>()

  /** What the call gives; undefined when it failed, or when another one is under way. */
  async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = undefined
    try {
      return await call()
    }
    catch (error) {
      problem.value = problemOf(error)
      return undefined
    }
    finally {
      busy.value = false
    }
  }

  return { busy, problem, attempt }
}
