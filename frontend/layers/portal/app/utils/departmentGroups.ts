import type { Department } from '#layers/base/app/api/types'
import { groupsOf } from './groups'

export interface DepartmentGroup { id: string, name: string, departments: Department[] }

/** Departments under their groups, in the order the hospital gave them. */
export const groupDepartments = (departments: Department[], otherName: string): DepartmentGroup[] =>
  groupsOf(departments, department => department.groupName || otherName)
    .map(([name, members], at) => ({ id: `group-${at + 1}`, name, departments: members }))
