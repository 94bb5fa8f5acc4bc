import { problemOf } from '#layers/base/app/api/problem'

/** A sentence for what went wrong: ours for known codes, the server's own otherwise. */
export function useProblemText() {
  const { t, te } = useI18n()
  return (error: unknown) => {
    const problem = problemOf(error)
    const key = `problem.${problem.code}`
    return te(key) ? t(key) : problem.detail ?? t('problem.other')
  }
}
