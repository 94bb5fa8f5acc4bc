/** A doctor as people address them: the name, and the title where there is one. */
export const doctorName = (doctor: { name: string, title: string }) => [doctor.name, doctor.title].filter(Boolean).join(' ')
