using System.Text.RegularExpressions;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>
/// Writes a random rule as C#, from all that a rule may be made of. It knows what C# accepts, and no more of what the text means than
/// which values may differ from weight to weight and which ints are indices. The same seed gives the same rule.
/// </summary>
internal sealed partial class RandomSource
{
    /// <summary>From this seed on, all rules name rows and columns.</summary>
    public const int FirstMatrixSeed = 4_000_000;

    /// <summary>From this seed on, all rules have operations on whole matrices, and square states.</summary>
    public const int FirstWholeSeed = 5_000_000;

    /// <summary>Names that are like those in generated code, or like each other, or keywords.</summary>
    private static readonly string[] s_names =
    [
        "x", "y", "z", "m", "v", "m0", "m1", "v0", "v00", "i", "step", "weights", "gradients", "state", "count", "T", "TLanes", "next", "nextWeight", "weight2", "values", "rule", "start", "result", "total",
        "@in", "@double", "@event", "_4", "_x", "Weight", "Gradient", "update", "a0", "a", "math", "lanes", "loop", "phi", "größe", "newWeights", "replay", "parameter", "gradient2", "nextX", "h", "k", "one", "oneMinusA", "mask",
    ];

    private static readonly (string Type, string Name, string Start)[] s_hyperparameters =
        [("double", "A", "0.1"), ("double", "B", "0.9, Min = 0, Below = 1"), ("int", "K", "3, Min = 1"), ("bool", "F", "true"), ("Mode", "M", "Mode.Second")];

    private readonly Random _random;
    private readonly int _seed;
    private readonly bool _isChain;
    private readonly bool _mayReduce;

    /// <summary>Whether the rule names rows and columns, by chance of its own: so that the others stay as they were before there were such rules.</summary>
    private readonly bool _namesRows;
    private readonly Random _ofRows;

    /// <summary>Whether it has operations on whole matrices.</summary>
    private readonly bool _isOfWhole;

    private readonly bool _isSmall;
    private readonly List<Helper> _helpers = [];
    private readonly HashSet<string> _used = ["_"];
    private Position _at = new();
    private bool _hasPair;
    private Variable? _lastPlace;

    /// <summary>Makes a writer of one rule.</summary>
    /// <param name="seed">What decides about everything.</param>
    /// <param name="isSmall">Whether to write a few statements alone. Long rules have more in them, but a NaN soon hides what else is wrong.</param>
    public RandomSource(int seed, bool isSmall = false)
    {
        (_seed, _random, _isSmall) = (seed, new Random(seed), isSmall);
        _isOfWhole = seed >= FirstWholeSeed;
        _isChain = Chance(8) && !_isOfWhole;
        _mayReduce = !_isChain && Chance(8);
        _ofRows = new(~seed);
        _namesRows = seed >= FirstMatrixSeed || _ofRows.Next(6) == 0;
    }

    /// <summary>Whether a total may be asked for here.</summary>
    private bool MayReduce => (_namesRows ? _at.Branches == _at.SteadyBranches : _mayReduce && _at.Branches == 0) && !_at.IsHelper && _at.Outside is null;

    private bool HasHyperparameters => !_at.IsStatic && !_isChain;

    public SourceRule Write()
    {
        var name = $"Written{Text(_seed)}";
        if (Chance(25))
        {
            return new(name, RefusedShapes.Pick(_random), Refused: true);
        }

        if (_isChain)
        {
            return new(name, WriteChain(), Refused: false);
        }

        var (text, isRefused) = WriteRule();
        return new(name, Declarations() + text, isRefused);
    }

    /// <summary>What all rules use.</summary>
    private static string Declarations() => "public enum Mode { First, Second = 2, Third = -3 }\n";

    private const string Constants = "    private const double Tau = 6.25, Third = 1.0 / 3;\n    private const int Four = 4, Zero = 0;\n    private const bool Yes = true;\n";

    private string Helpers(Func<string> accessibility, bool allStatic)
    {
        var text = _namesRows ? HelpersOfRows : "";
        if (Chance(3))
        {
            // What a Try pattern calls.
            text += "    private static bool Try(double g, out double y) { y = 2 * g; return g < 5; }\n";
            _helpers.Add(new("Try", Sort.Condition, [("g", Sort.Number, Passing.Value), ("y", Sort.Number, Passing.Out)], true));
        }

        if (_hasPair = Chance(3))
        {
            text += "    private static (double First, bool Second) Pair(double a, double b) { if (a > b) { return (a - b, true); } return (b, a < -1); }\n";
        }

        for (var count = _random.Next(_isSmall ? 2 : 4); count > 0; count--)
        {
            _used.Clear();
            _used.Add("_");
            text += WriteHelper(allStatic || Chance(2), accessibility().Trim(), "");
        }

        return text;
    }

    private (string Text, bool IsRefused) WriteRule()
    {
        var shape = _random.Next(12);
        var tools = "";
        if (Chance(4))
        {
            // Helpers in another class.
            _used.Clear();
            tools = $"internal static class Tools\n{{\n{Constants}{WriteHelper(isStatic: true, "internal", "Tools.")}}}\n";
        }

        var helpers = Helpers(() => Pick("private", "internal", "public", ""), allStatic: false);
        var (update, isRefused) = WriteUpdate(shape);
        var members = Constants + Hyperparameters(helpers + update + (shape == 3 ? " A" : ""));
        var text = shape switch
        {
            0 => $"public partial class Outer\n{{\n[Optimizer] public sealed partial class Rule\n{{\n{members}{helpers}{update}}}\n}}\n",
            1 => $"partial class Rule\n{{\n{members}}}\n[Optimizer] public sealed partial class Rule\n{{\n{update}}}\npartial class Rule\n{{\n{helpers}}}\n",
            2 => $"[Optimizer] public sealed partial class Rule(double captured = 0.1)\n{{\n    public double Captured => captured;\n{members}{helpers}{update}}}\n",
            3 => $"public interface IRule {{ double A {{ get; }} void Update(ref double weight, double gradient) {{ }} }}\n[Optimizer] internal partial class Rule : IRule\n{{\n{members}{helpers}{update}}}\n",
            4 => $"public partial struct Outer\n{{\npublic static partial class Inner\n{{\n[Optimizer] public partial class Rule\n{{\n{members}{helpers}{update}}}\n}}\n}}\n",
            5 => $"namespace @namespace.@class\n{{\n[Optimizer] public sealed partial class Rule : IDisposable\n{{\n{members}{helpers}{update}}}\n}}\n",
            _ => $"[Optimizer] public sealed partial class Rule\n{{\n{members}{helpers}{update}}}\n",
        };
        return (tools + text, isRefused);
    }

    /// <summary>The hyperparameters that a text has, and the property that is computed from one.</summary>
    private static string Hyperparameters(string text)
    {
        var half = Regex.IsMatch(text, @"\bHalf\b") ? "    private double Half => B / 2;\n" : "";
        return half + string.Concat(s_hyperparameters
            .Where(one => Regex.IsMatch(text + half, $@"\b{one.Name}\b"))
            .Select(one => $"    [Hyperparameter({one.Start})] public partial {one.Type} {one.Name} {{ get; set; }}\n"));
    }

    private (string Text, bool IsRefused) WriteUpdate(int shape)
    {
        _used.Clear();
        _used.UnionWith(["_", "weight", "gradient", "t", "captured"]);
        var (weight, gradient) = Chance(8) ? (NewName(), NewName()) : ("weight", "gradient");
        var isStatic = shape is not 2 && Chance(12);
        _at = new() { IsStatic = isStatic, Variables = [new(weight, Sort.Number) { DiffersByWeight = true }, new(gradient, Sort.Number) { DiffersByWeight = true }] };
        var parameters = new List<string> { $"ref double {weight}", $"double {gradient}" };
        if (Chance(2))
        {
            var step = Chance(4) ? NewName() : "t";
            parameters.Add($"[Step] int {step}");
            _at.Variables.Add(new(step, Sort.Integer));
        }

        if (Chance(6))
        {
            var input = NewName();
            parameters.Add($"[Input] double {input}");
            _at.Variables.Add(new(input, Sort.Number) { DiffersByWeight = true });
        }

        for (var count = Chance(6) ? _random.Next(1, 4) : 0; count > 0; count--)
        {
            parameters.Add(Draw());
        }

        for (var count = _random.Next(_isSmall ? 3 : 5); count > 0; count--)
        {
            parameters.Add(State(mayBeSpan: true, weight, mayStartFromWeight: true));
        }

        parameters.AddRange(StatesOfRows());
        parameters.AddRange(Squares());
        if (Chance(3))
        {
            parameters = [.. parameters.OrderBy(_ => _random.Next())];
        }

        var head = $"    [Update]\n    {Pick("private", "public", "internal", "")}{(isStatic ? " static" : "")} void {Pick("Update", "Update", "Apply", "@do")}({string.Join(", ", parameters)})";
        if (Chance(12))
        {
            return ($"{head} => {weight} {Pick("=", "-=", "+=")} {Number(4, true)};\n", false);
        }

        var local = !_namesRows && Chance(3) ? LocalFunction(isStatic) : "";
        var refused = Chance(20) ? Refused.Pick(_random, weight, gradient, isStatic) : "";
        var (before, after) = _isSmall ? (_random.Next(1, 4), 0) : (_random.Next(0, 5), _random.Next(0, 4));
        if (Chance(60))
        {
            before = 25;
        }

        var counter = _at.Spans.Count > 0 && Chance(2) ? "        " + DeclareCounter() : "";
        var body = refused + counter + Statements(before, 3, "        ") + Statements(after, 3, "        ");
        body = Chance(2) ? local + body : body + local;
        return ($"{head}\n    {{\n{body}        {weight} -= {Last()};\n    }}\n", refused.Length > 0);
    }

    /// <summary>What the weight is changed by at last: so that most rules with operations depend on one.</summary>
    private string Last() => _isOfWhole && MayReduce ? $"{OfWhole(3)} {Pick("+", "*")} {AsNumber(Primary(Number(2, true)))}" : Number(3, true);

    /// <summary>The parameter of a random value.</summary>
    private string Draw()
    {
        var name = NewName();
        _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true });
        return $"[{Pick("Random", "Random(Distribution.Normal)")}] double {name}";
    }

    /// <summary>The parameter of a state.</summary>
    private string State(bool mayBeSpan, string weight, bool mayStartFromWeight)
    {
        var name = NewName();
        var start = _random.Next(4) switch { 0 => "Initial = 0.25", 1 when mayStartFromWeight => $"From = \"{weight.TrimStart('@')}\"", _ => "" };
        if (mayBeSpan && Chance(2))
        {
            var count = _random.Next(1, 4);
            _at.Spans.Add(new(name, count, IsSpan: true, Branches: 0));
            return $"[State(Count = {Text(count)}{(start.Length > 0 ? ", " + start : "")})] Span<double> {name}";
        }

        var isReadOnly = Chance(6);
        _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, IsAssignable = !isReadOnly });
        return $"[State{(start.Length > 0 ? $"({start})" : "")}] {(isReadOnly ? "" : "ref ")}double {name}";
    }

    private string NewName()
    {
        for (; ; )
        {
            var name = Pick(s_names);
            name = Chance(3) ? name + Text(_random.Next(10)) : name;
            if (_used.Add(name))
            {
                return name;
            }
        }
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
