namespace Yilai.Contracts;

/// <summary>The Dapr app-ids of the platform's services: the names that invocation, scopes and the AppHost use.</summary>
public static class AppIds
{
    /// <summary>The only public entrance.</summary>
    public const string Gateway = "gateway";

    /// <summary>Users, patients, sessions and JWT keys.</summary>
    public const string Identity = "identity";

    /// <summary>Administrative divisions, hospital levels, certificate types and other code lists.</summary>
    public const string Dictionary = "dictionary";

    /// <summary>Hospital settings and keys; hospitals, departments and schedules as documents.</summary>
    public const string Hospitals = "hospitals";

    /// <summary>The hospitals' edge, both ways.</summary>
    public const string Ingest = "ingest";

    /// <summary>Number inventory (号源) and orders.</summary>
    public const string Orders = "orders";

    /// <summary>Messages, templates and their sending.</summary>
    public const string Notifications = "notifications";

    /// <summary>The sagas that cross services.</summary>
    public const string Workflows = "workflows";
}
