using Yilai.HospitalSdk.Messages;
using Yilai.Ingest.Signatures;

namespace Yilai.Ingest.Pushes;

/// <summary>The contract's calls for the hospital itself, its departments, its schedules, and what happens to its orders. All need a signature.</summary>
internal static class PushEndpoints
{
    private const string Json = "application/json";

    public static void MapPushes(this IEndpointRouteBuilder app)
    {
        var contract = app.MapGroup(SignedCallsExtensions.BasePath).WithTags("Hospital contract");
        contract.MapPut("/hospital", PushHospital.HandleAsync).Accepts<Hospital>(Json).WithName("pushHospital").WithSummary("推送医院资料与预约规则");
        contract.MapGet("/hospital", ReadBack.HospitalAsync).Produces<Hospital>().WithName("readPushedHospital").WithSummary("平台保存的医院资料");
        contract.MapPut("/departments", PushDepartments.HandleAsync).Accepts<ItemList<Department>>(Json).WithName("pushDepartments").WithSummary("推送科室，每次最多 500 条");
        contract.MapGet("/departments", ReadBack.DepartmentsAsync).Produces<ItemList<Department>>().WithName("listPushedDepartments").WithSummary("平台保存的科室");
        contract.MapDelete("/departments/{code}", DeleteDepartment.HandleAsync).WithName("deleteDepartment").WithSummary("删除科室及其排班");
        contract.MapPut("/schedules", PushSchedules.HandleAsync).Accepts<ItemList<Schedule>>(Json).WithName("pushSchedules").WithSummary("推送排班，每次最多 500 条");
        contract.MapGet("/schedules", ReadBack.SchedulesAsync).Produces<ItemList<Schedule>>().WithName("listPushedSchedules").WithSummary("平台保存的排班");
        contract.MapDelete("/schedules/{id}", DeleteSchedule.HandleAsync).WithName("deleteSchedule").WithSummary("删除排班");
        contract.MapPost("/suspensions", SuspendSchedules.HandleAsync).WithName("suspendSchedules").WithSummary("停诊：取消、退款并通知每位患者");
        contract.MapPost("/orders/{id}/events", PushOrderEvent.HandleAsync).Accepts<OrderEvent>(Json).WithName("pushOrderEvent").WithSummary("订单在医院发生的事：取号、叫号、就诊完成、爽约、医院取消");
    }
}
