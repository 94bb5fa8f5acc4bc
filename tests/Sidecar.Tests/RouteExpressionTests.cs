using System.Text.Json;
using Yilai.Sidecar.PubSub;

namespace Yilai.Sidecar.Tests;

public sealed class RouteExpressionTests
{
    private static readonly JsonElement Event = JsonSerializer.Deserialize<JsonElement>(
        """{"type":"order.placed","subject":"s","data":{"amount":7.5,"tags":["a","b"],"paid":false,"note":null,"city name":"北京"}}""");

    [Theory]
    [InlineData("event.type == \"order.placed\"", true)]
    [InlineData("event.type == 'order.placed' && event.data.amount > 5", true)]
    [InlineData("event.data.amount < 5 || !event.data.paid", true)]
    [InlineData("!(event.data.amount >= 7.5)", false)]
    [InlineData("event.type.startsWith('order.') && event.type.endsWith(\"ed\")", true)]
    [InlineData("event.type.contains('paid')", false)]
    [InlineData("event.type.matches('^order[.].+$')", true)]
    [InlineData("event.type in ['x', 'order.placed']", true)]
    [InlineData("'a' in event.data.tags", true)]
    [InlineData("size(event.data.tags) == 2", true)]
    [InlineData("has(event.data.amount) && !has(event.data.nothing)", true)]
    [InlineData("event.data[\"city name\"] == '北京'", true)]
    [InlineData("event.data.note == null", true)]
    [InlineData("event.data.nothing == 1", false)]
    [InlineData("event.type > 1", false)]
    [InlineData("event.data.amount", false)]
    [InlineData("", true)]
    public void IsTrue_ForAnEvent_IsAsCelHasIt(string text, bool expected) => Assert.Equal(expected, RouteExpression.Parse(text).IsTrue(Event));

    [Theory]
    [InlineData("event.type ==")]
    [InlineData("event.type = 'x'")]
    [InlineData("(event.type == 'x'")]
    [InlineData("event.type.fly('x')")]
    [InlineData("type == 'x'")]
    [InlineData("event.type == 'x' event")]
    public void Parse_WhatIsNoCondition_IsRefused(string text) => Assert.Throws<FormatException>(() => RouteExpression.Parse(text));
}
