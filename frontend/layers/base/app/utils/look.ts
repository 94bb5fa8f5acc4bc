export type Tone = 'good' | 'wait' | 'bad' | 'calm' | 'book'
export type Shape = 'check' | 'clock' | 'cross' | 'dash' | 'dot' | 'pause'

/** A status in tone and shape; its word is a text. */
export interface Look { tone: Tone, shape: Shape }
