import type { Department } from '#layers/base/app/api/types'

export interface DepartmentGroup { id: string, name: string, departments: Department[] }

/** Departments under their groups, in the order the hospital gave them. */
export function groupDepartments(departments: Department[], otherName: string): DepartmentGroup[] {
  const groups = new Map<string, Department[]>()
  for (const department of departments) {
    const name = department.groupName || otherName
    groups.set(name, [...groups.get(name) ?? [], department])
  }
  return [...groups].map(([name, members], at) => ({ id: `group-${at + 1}`, name, departments: members }))
}
