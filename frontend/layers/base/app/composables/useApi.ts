/** The typed client of the platform's API. */
export const useApi = () => useNuxtApp().$api
