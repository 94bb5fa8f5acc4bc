using System.Text.Json;

namespace Yilai.Sidecar.PubSub;

/// <summary>
/// The condition of a route, in the part of the Common Expression Language that routes are written in: comparisons,
/// and/or/not, in, has, size and the tests of strings, over the variable "event".
/// </summary>
internal sealed class RouteExpression
{
    private readonly Func<JsonElement, object?> value;

    private RouteExpression(Func<JsonElement, object?> value) => this.value = value;

    /// <param name="text">The condition; none is true of every event.</param>
    /// <param name="variables">Members of the value that may stand without "event." before them.</param>
    /// <exception cref="FormatException">It cannot be understood; the message says where.</exception>
    public static RouteExpression Parse(string text, params string[] variables) =>
        string.IsNullOrWhiteSpace(text) ? new RouteExpression(_ => true) : new RouteExpression(new RouteExpressionParser(text, variables).Parse());

    /// <summary>What cannot be evaluated (an attribute that is not there, text compared with a number) does not match.</summary>
    public bool IsTrue(JsonElement cloudEvent)
    {
        try
        {
            return value(cloudEvent) is true;
        }
        catch (RouteMismatchException)
        {
            return false;
        }
    }
}

/// <summary>An expression met a value it has no answer for.</summary>
internal sealed class RouteMismatchException : Exception;
