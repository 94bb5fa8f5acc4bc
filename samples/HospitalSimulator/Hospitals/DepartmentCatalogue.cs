using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Hospitals;

/// <summary>The departments that bundled hospitals choose from, by the codes of the national list of clinical departments.</summary>
internal sealed class DepartmentCatalogue
{
    private static readonly string[] Surnames =
        ["张", "李", "王", "赵", "刘", "陈", "杨", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林", "罗"];

    private static readonly (string Title, decimal Fee)[] Titles = [("主任医师", 60m), ("副主任医师", 50m), ("主治医师", 30m)];

    private readonly Dictionary<string, CatalogueEntry> entries =
        EmbeddedData.Read<CatalogueEntry[]>("departments.json").ToDictionary(entry => entry.Code);

    /// <summary>A department of a hospital, staffed the same way every time.</summary>
    public SimulatedDepartment Staff(string hospitalCode, string departmentCode, int doctors)
    {
        var entry = entries[departmentCode];
        var first = (int)(StableHash.Of($"{hospitalCode}/{departmentCode}") % (uint)Surnames.Length);
        return new(
            new Department(entry.Code, entry.Name, entry.GroupCode, entry.GroupName, entry.Intro),
            [.. Enumerable.Range(0, doctors).Select(index => Doctor(entry, first + index, index, doctors))]);
    }

    private static SimulatedDoctor Doctor(CatalogueEntry entry, int surname, int index, int doctors)
    {
        // A department with one doctor has an ordinary one; otherwise from the top down.
        var (title, fee) = doctors == 1 ? Titles[^1] : Titles[index % Titles.Length];
        return new($"{Surnames[surname % Surnames.Length]}医师", title, entry.Skills[index % entry.Skills.Count], fee, index == doctors - 1);
    }

    private sealed record CatalogueEntry(
        string Code, string Name, string GroupCode, string GroupName, string Intro, IReadOnlyList<string> Skills);
}
