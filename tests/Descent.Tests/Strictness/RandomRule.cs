using System.Globalization;
using System.Text;

namespace Descent.Tests.Strictness;

/// <summary>
/// Writes a random but valid rule as C#: expressions over all operations, branches at both rates, helpers, several states. The same seed
/// gives the same rule.
/// </summary>
internal sealed class RandomRule(int seed)
{
    private static readonly string[] s_literals = ["0.5", "-0.0", "2", "1e-30", "1e30", "0.1", "3", "1", "0", "-1.5", "double.Epsilon", "Math.PI"];
    private static readonly string[] s_vector = ["Math.Sqrt", "Math.Abs", "Math.Floor", "Math.Ceiling", "Math.Round", "Math.Truncate"];
    private static readonly string[] s_lanewise = ["Math.Exp", "Math.Log", "Math.Tanh", "Math.Sin", "Math.Cos", "Math.Cbrt", "Math.Atan"];
    private static readonly string[] s_binary = ["Math.Min", "Math.Max", "Math.CopySign", "Math.Pow", "Math.Atan2"];
    /// <summary>From this seed on, rules reduce over the tensor and have states with one value for it.</summary>
    public const int FirstReducingSeed = 1_000_000;

    private readonly Random _random = new(seed);
    private readonly bool _reduces = seed >= FirstReducingSeed;
    private readonly List<string> _numbers = ["weight", "gradient"];
    private readonly List<string> _assignable = ["weight"];
    private int _locals;

    public string Name { get; } = "Random" + seed.ToString(CultureInfo.InvariantCulture);

    public string Write()
    {
        var states = _random.Next(4);
        var parameters = new StringBuilder("ref double weight, double gradient, [Step] int t");
        for (var state = 0; state < states; state++)
        {
            var isReadOnly = _random.Next(6) == 0;
            var start = _random.Next(4) switch { 0 => "(Initial = 0.25)", 1 => "(From = nameof(weight))", 2 => "(From = nameof(A))", _ => "" };
            parameters.Append(CultureInfo.InvariantCulture, $", [State{start}] {(isReadOnly ? "" : "ref ")}double s{state}");
            _numbers.Add($"s{state}");
            if (!isReadOnly)
            {
                _assignable.Add($"s{state}");
            }
        }

        if (_reduces)
        {
            parameters.Append(", [State(Scope = Scope.Tensor, Initial = 0.5)] ref double z, [State(Scope = Scope.Step, Initial = 1)] ref double p");
        }

        var body = Statements(depth: 2, count: _random.Next(2, 7), indent: "        ");
        return $$"""
            [Optimizer]
            public sealed partial class {{Name}}
            {
                [Hyperparameter(0.1)] public partial double A { get; set; }
                [Hyperparameter(0.9)] public partial double B { get; set; }
                [Hyperparameter({{_random.Next(1, 5)}}, Min = 1)] public partial int K { get; set; }
                [Hyperparameter({{(_random.Next(2) == 0 ? "true" : "false")}})] public partial bool F { get; set; }

                private static double Mix(double a, double b, double share) => share * a + (1 - share) * b;

                private static double Soft(double value, double threshold)
                {
                    if (value > threshold)
                    {
                        return value - threshold;
                    }

                    return value < -threshold ? value + threshold : 0;
                }

                private void Move(ref double average, double value) => average = B * average + (1 - B) * value;

                [Update]
                private void Update({{parameters}})
                {
                    var q = t % K;
            {{body}}
                    {{(_reduces ? $"p *= B / t; z = B * z + Reduce.Max(Math.Abs({Pick(_numbers)}));" : "")}}
                    weight -= {{Number(2)}};
                }
            }
            """;
    }

    private string Statements(int depth, int count, string indent)
    {
        var text = new StringBuilder();
        var visible = _numbers.Count;
        var assignable = _assignable.Count;
        for (var index = 0; index < count; index++)
        {
            if (_reduces && depth == 2 && _random.Next(2) == 0)
            {
                text.Append(indent).Append(Reduction()).Append('\n');
            }

            text.Append(indent).Append(Statement(depth, indent)).Append('\n');
        }

        // What a block declares ends with it; the outermost block is the method's.
        if (depth < 2)
        {
            _numbers.RemoveRange(visible, _numbers.Count - visible);
            _assignable.RemoveRange(assignable, _assignable.Count - assignable);
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>A total, and something made of it.</summary>
    private string Reduction()
    {
        var local = $"x{_locals++}";
        var total = _random.Next(5) switch
        {
            0 => $"Reduce.Max({Number(2)})",
            1 => $"Reduce.Min({Number(2)})",
            2 => $"Reduce.Count({Condition(1)})",
            _ => $"Reduce.Sum({Number(2)})",
        };
        var text = $"double {local} = {_random.Next(4) switch { 0 => $"Math.Sqrt({total})", 1 => $"({total} > z ? B : {total} + p)", _ => total }};";
        _numbers.Add(local);
        return text;
    }

    private string Statement(int depth, string indent)
    {
        // A return that depends on the weight would put the reductions after it under a condition.
        switch (_random.Next(depth == 0 ? 6 : _reduces ? 8 : 9))
        {
            case 0 or 1:
                var local = $"x{_locals++}";
                var declared = $"double {local} = {Number(3)};";
                _numbers.Add(local);
                _assignable.Add(local);
                return declared;
            case 2 or 3:
                return $"{Pick(_assignable)} {Pick("=", "+=", "-=", "*=")} {Number(3)};";
            case 4:
                return $"Move(ref {Pick(_assignable)}, {Number(2)});";
            case 5:
                return $"{Pick(_assignable)} {Pick("=", "+=")} {Number(2)} * {Pick(_numbers)};";
            case 6:
                return $"if ({Condition(2)})\n{indent}{{\n{Statements(depth - 1, _random.Next(1, 3), indent + "    ")}\n{indent}}}";
            case 7:
                return $"if ({Condition(2)})\n{indent}{{\n{Statements(depth - 1, _random.Next(1, 3), indent + "    ")}\n{indent}}}\n{indent}else\n{indent}{{\n{Statements(depth - 1, _random.Next(1, 3), indent + "    ")}\n{indent}}}";
            default:
                return $"if ({Condition(1)})\n{indent}{{\n{indent}    {Pick(_assignable)} = {Number(1)};\n{indent}    return;\n{indent}}}";
        }
    }

    private string Number(int depth)
    {
        if (depth == 0 || _random.Next(6) == 0)
        {
            return _random.Next(8) switch { 0 => Pick(s_literals), 1 => "A", 2 => "B", 3 => Pick("t", "K", "q"), _ => Pick(_numbers) };
        }

        return _random.Next(20) switch
        {
            < 7 => $"({Number(depth - 1)} {Pick("+", "-", "*")} {Number(depth - 1)})",
            7 or 8 => $"((double)({Number(depth - 1)}) / {Number(depth - 1)})",
            9 => $"(-({Number(depth - 1)}))",
            10 => $"{Pick(s_vector)}((double)({Number(depth - 1)}))",
            11 => $"{Pick(s_binary)}({Argument(depth - 1)}, {Argument(depth - 1)})",
            12 => $"{Pick(s_lanewise)}({Number(depth - 1)})",
            13 => $"({Condition(depth - 1)} ? {Number(depth - 1)} : {Number(depth - 1)})",
            14 => $"Mix({Number(depth - 1)}, share: {Number(depth - 1)}, b: {Number(depth - 1)})",
            15 => $"Soft({Number(depth - 1)}, {Number(depth - 1)})",
            16 => $"Math.FusedMultiplyAdd({Number(depth - 1)}, {Number(depth - 1)}, {Number(depth - 1)})",
            17 => $"Math.Clamp({Pick(_numbers)} * {Number(depth - 1)}, -0.75, 1e10)",
            18 when _random.Next(2) == 0 => $"((double)({Number(depth - 1)}) switch {{ > 0.5 => {Number(depth - 1)}, 0 or < -1 => 1, not < 0 => {Number(depth - 1)}, _ => -2.5 }})",
            18 => $"({Condition(depth - 1)} ? 1 : -1)",
            _ => $"((double)({Number(depth - 1)}) % {Number(depth - 1)})",
        };
    }

    /// <summary>
    /// An argument of Math.Min or Math.Max: never the constant −0. With it .NET 10's just-in-time compiler makes +0 of
    /// Math.Min(-0.0, 0.0) in optimized code, so that the method itself is wrong there and the loop, which is right, differs.
    /// </summary>
    private string Argument(int depth) => Number(depth) is var argument and not "-0.0" ? argument : "-0.5";

    private string Condition(int depth)
    {
        if (depth == 0 || _random.Next(4) == 0)
        {
            return _random.Next(5) switch
            {
                0 => "F",
                1 => "t > 2",
                2 => "q == 0",
                3 => $"double.{Pick("IsNaN", "IsFinite", "IsInfinity")}({Pick(_numbers)})",
                _ => $"{Pick(_numbers)} {Pick(">", "<", ">=", "<=", "==", "!=")} {Pick(_numbers)}",
            };
        }

        return _random.Next(6) switch
        {
            0 => $"!({Condition(depth - 1)})",
            1 => $"({Condition(depth - 1)} && {Condition(depth - 1)})",
            2 => $"({Condition(depth - 1)} || {Condition(depth - 1)})",
            3 => $"({Condition(depth - 1)} ^ {Condition(depth - 1)})",
            _ => $"{Number(depth - 1)} {Pick(">", "<", ">=", "<=", "==", "!=")} {Number(depth - 1)}",
        };
    }

    private string Pick(params IReadOnlyList<string> choices) => choices[_random.Next(choices.Count)];
}
