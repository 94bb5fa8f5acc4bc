import { problemOf } from '#layers/base/app/api/problem'
import { unwrap } from '#layers/base/app/api/unwrap'

const resendAfter = 60

/** Logging in by phone: send a code, count down to the next, hand the code in. */
export function useLogin(done: () => void) {
  const api = useApi()
  const { t } = useI18n()
  const problemText = useProblemText()
  const session = useUserSession()

  const phone = ref('')
  const code = ref('')
  const sent = ref(false)
  const wait = ref(0)
  const sending = ref(false)
  const submitting = ref(false)
  const errors = reactive<{ phone?: string, code?: string }>({})

  let timer: ReturnType<typeof setInterval> | undefined
  onBeforeUnmount(() => clearInterval(timer))

  function countDown() {
    const until = Date.now() + resendAfter * 1000
    const tick = () => {
      wait.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      if (!wait.value) clearInterval(timer)
    }
    clearInterval(timer)
    timer = setInterval(tick, 500)
    tick()
  }

  function checkPhone() {
    errors.phone = isMobileNumber(phone.value.trim()) ? undefined : t('login.phoneWrong')
    return !errors.phone
  }

  async function send() {
    if (!checkPhone()) return
    sending.value = true
    try {
      await unwrap(api.POST('/api/auth/phone-codes', { body: { phone: phone.value.trim() } }))
      sent.value = true
      errors.code = undefined
      countDown()
    }
    catch (error) {
      errors.phone = problemText(error)
    }
    finally {
      sending.value = false
    }
  }

  async function submit() {
    errors.code = /^\d{6}$/.test(code.value.trim()) ? undefined : t('login.codeWrong')
    if (!checkPhone() || errors.code) return
    submitting.value = true
    try {
      session.begin(await unwrap(api.POST('/api/auth/phone-logins', { body: { phone: phone.value.trim(), code: code.value.trim() } })))
      done()
    }
    catch (error) {
      const field = problemOf(error).errors.phone ? 'phone' : 'code'
      errors[field] = problemText(error)
    }
    finally {
      submitting.value = false
    }
  }

  watch(phone, () => { errors.phone = undefined })
  watch(code, () => { errors.code = undefined })
  return { phone, code, errors, sending, submitting, wait, sent, send, submit }
}
