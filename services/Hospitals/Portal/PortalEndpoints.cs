namespace Yilai.Hospitals.Portal;

/// <summary>What patients see of hospitals.</summary>
internal static class PortalEndpoints
{
    public static void MapPortal(this IEndpointRouteBuilder app)
    {
        var hospitals = app.MapGroup("/api/hospitals").WithTags("Hospitals");
        hospitals.MapGet("/", ListHospitals.HandleAsync).WithName("listHospitals").WithSummary("医院列表：按名称、等级、地区查找");
        hospitals.MapGet("/suggestions", SuggestHospitals.HandleAsync).WithName("suggestHospitals").WithSummary("输入时的医院名称提示");
        hospitals.MapGet("/{code}", ReadHospital.HandleAsync).WithName("readHospital").WithSummary("医院详情");
        hospitals.MapGet("/{code}/logo", ReadLogo.HandleAsync).WithName("readHospitalLogo").WithSummary("医院标志");
        hospitals.MapGet("/{code}/suspensions", ListSuspensions.HandleAsync).WithName("listSuspensions").WithSummary("近期停诊");
        hospitals.MapGet("/{code}/departments", ListOpenDepartments.HandleAsync).WithName("listDepartments").WithSummary("科室列表");
        hospitals.MapGet("/{code}/departments/{department}/days", ListDays.HandleAsync).WithName("listDays").WithSummary("科室的预约日历");
        hospitals.MapGet("/{code}/departments/{department}/schedules", ListDaySchedules.HandleAsync).WithName("listSchedules").WithSummary("某日的排班与余号");
    }
}
