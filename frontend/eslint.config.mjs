import withNuxt from './.nuxt/eslint.config.mjs'

export default withNuxt({
  rules: {
    'max-lines': ['error', 250],
    'vue/html-self-closing': ['error', { html: { void: 'any' } }],
    'vue/multi-word-component-names': 'off',
  },
}, {
  ignores: ['**/schema.d.ts'],
})
