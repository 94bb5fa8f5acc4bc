using System.Globalization;
using System.Text.RegularExpressions;
using Value = System.Func<System.Text.Json.JsonElement, object?>;

namespace Yilai.Sidecar.PubSub;

/// <summary>Reads a route's condition by recursive descent.</summary>
internal sealed partial class RouteExpressionParser(string text, params string[] variables)
{
    private readonly List<Match> tokens = Scan(text);
    private int at;

    public Value Parse()
    {
        var value = Or();
        return at == tokens.Count ? value : throw Unexpected();
    }

    private string? Next => at < tokens.Count ? tokens[at].Value : null;

    private Value Or()
    {
        var left = And();
        while (Take("||"))
        {
            var (one, other) = (left, And());
            left = e => RouteValues.IsTrue(one(e)) || RouteValues.IsTrue(other(e));
        }
        return left;
    }

    private Value And()
    {
        var left = Comparison();
        while (Take("&&"))
        {
            var (one, other) = (left, Comparison());
            left = e => RouteValues.IsTrue(one(e)) && RouteValues.IsTrue(other(e));
        }
        return left;
    }

    private Value Comparison()
    {
        var left = Unary();
        if (Next is not ("==" or "!=" or "<" or "<=" or ">" or ">=" or "in"))
            return left;
        var sign = tokens[at++].Value;
        var right = Unary();
        return e => RouteValues.Compare(left(e), sign, right(e));
    }

    private Value Unary()
    {
        if (Take("!"))
        {
            var value = Unary();
            return e => !RouteValues.IsTrue(value(e));
        }
        return Members(Primary());
    }

    private Value Members(Value value)
    {
        while (true)
        {
            var inner = value;
            if (Take("."))
            {
                var name = Name();
                if (!Take("("))
                    value = e => RouteValues.Member(inner(e), name);
                else
                {
                    var arguments = List(")");
                    if (arguments.Count != 1 || name is not ("startsWith" or "endsWith" or "contains" or "matches"))
                        throw Unexpected();
                    value = e => RouteValues.Test(inner(e), name, arguments[0](e));
                }
            }
            else if (Take("["))
            {
                var key = Or();
                Expect("]");
                value = e => RouteValues.Member(inner(e), key(e) as string ?? throw new RouteMismatchException());
            }
            else
                return value;
        }
    }

    private Value Primary()
    {
        if (Take("("))
        {
            var value = Or();
            Expect(")");
            return value;
        }
        if (Take("["))
        {
            var items = List("]");
            return e => items.Select(i => i(e)).ToList();
        }
        var token = at < tokens.Count ? tokens[at++] : throw Unexpected();
        if (token.Groups["text"].Success)
        {
            var literal = Regex.Unescape(token.Groups["text"].Value[1..^1]);
            return _ => literal;
        }
        if (token.Groups["number"].Success)
        {
            var number = double.Parse(token.Value, CultureInfo.InvariantCulture);
            return _ => number;
        }
        return token.Value switch
        {
            "true" => _ => true,
            "false" => _ => false,
            "null" => _ => null,
            "event" => e => e,
            "has" => Has(),
            "size" => Size(),
            var name when variables.Contains(name) => e => RouteValues.Member(e, name),
            _ => throw Unexpected(at - 1),
        };
    }

    private Value Has()
    {
        Expect("(");
        var value = Or();
        Expect(")");
        return e =>
        {
            try
            {
                value(e);
                return true;
            }
            catch (RouteMismatchException)
            {
                return false;
            }
        };
    }

    private Value Size()
    {
        Expect("(");
        var value = Or();
        Expect(")");
        return e => RouteValues.Size(value(e));
    }

    private List<Value> List(string end)
    {
        var items = new List<Value>();
        if (Take(end))
            return items;
        do
            items.Add(Or());
        while (Take(","));
        Expect(end);
        return items;
    }

    private string Name() => at < tokens.Count && tokens[at].Groups["name"].Success ? tokens[at++].Value : throw Unexpected();

    private bool Take(string sign)
    {
        if (Next != sign)
            return false;
        at++;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Take(sign))
            throw Unexpected();
    }

    private FormatException Unexpected(int? where = null) =>
        new($"the route condition '{text}' cannot be understood {((where ?? at) < tokens.Count ? $"at '{tokens[where ?? at].Value}'" : "at its end")}");

    private static List<Match> Scan(string text)
    {
        var tokens = Token().Matches(text).ToList();
        if (tokens.Sum(t => t.Length) != text.Count(c => !char.IsWhiteSpace(c)) + tokens.Where(t => t.Groups["text"].Success).Sum(t => t.Value.Count(char.IsWhiteSpace)))
            throw new FormatException($"the route condition '{text}' has characters that mean nothing in it");
        return tokens;
    }

    [GeneratedRegex("""(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>-?\d+(?:\.\d+)?)|(?<name>[A-Za-z_]\w*)|(?<sign>\|\||&&|==|!=|<=|>=|[<>!().,\[\]])""")]
    private static partial Regex Token();
}
