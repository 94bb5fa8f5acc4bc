using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Orders;

/// <summary>An order as the hospital has it.</summary>
internal sealed record BookedOrder(
    string HospitalCode,
    string HospitalRecordId,
    OrderSubmission Submission,
    int Number,
    HospitalOrderStatus Status,
    DateTimeOffset BookedAt);
