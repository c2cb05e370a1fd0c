using System.Text.RegularExpressions;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>What holds or takes apart several values: switch statements, patterns, tuples, arrays, references, loops over spans.</content>
internal sealed partial class RandomSource
{
    private static readonly string[][] s_integerLabels = [["case 1:", "case > 2:", "case < 0:"], ["case 3: case 4: case 5:", "case int.MinValue:"], ["case >= 1 and < 5:", "case not 7:"], ["case 2 or 4:", "case var n when n > 3:"]];
    private static readonly string[][] s_numberLabels = [["case > 0.5:", "case 0:", "case < -1:"], ["case double.NaN:", "case > 1 or < -1:"], ["case var n when n > 2:", "case <= 0.25:"], ["case 1: case 2.5:", "case not (> 0):"]];

    private static readonly string[][] s_pairLabels = [["case (> 0.5, 1):", "case (_, > 2):"], ["case (var n, not 2) when n > 0:", "case (0, _):", "case (double.NaN or < -1, < 2):"], ["case (> 0, var n) when n > 1: case (< -1, 1):"]];

    /// <summary>A switch statement; some of them have a default, and some have it first.</summary>
    private string Switch(int depth, string indent)
    {
        var (isInteger, isPair) = (Chance(2), Chance(4));
        var value = isPair ? Pair(2) : isInteger ? Primary(Integer(2)) : AsNumber(Primary(Number(2, true)));
        var labels = Pick(isPair ? s_pairLabels : isInteger ? s_integerLabels : s_numberLabels);
        var sections = labels.Take(_random.Next(1, labels.Length + 1)).ToList();
        if (!Chance(3))
        {
            sections.Insert(Chance(4) ? 0 : sections.Count, "default:");
        }

        var text = "";
        foreach (var section in sections)
        {
            // A name that a label declares is new in each section.
            var label = section.Contains("var n", StringComparison.Ordinal) ? Regex.Replace(section, @"\bn\b", NewName()) : section;
            Under(isPair || !isInteger, () => text += $"{indent}    {label}\n{Statements(_random.Next(1, 3), depth - 2, indent + "        ")}{indent}        break;\n");
        }

        FollowReturn();
        return $"{indent}switch {(isPair ? value : $"({value})")}\n{indent}{{\n{text}{indent}}}\n";
    }

    /// <summary>A loop over the elements of a span or array: their values, or the elements themselves.</summary>
    private string ForEach(int depth, string indent)
    {
        if (_at.Spans.Count == 0)
        {
            return indent + DeclareArray();
        }

        var (span, name, count) = (Pick(_at.Spans), NewName(), _at.Variables.Count);
        var isReference = span.IsSpan && Chance(3);
        _at.Branches++;
        _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, IsAssignable = isReference });
        var spans = _at.Spans.Count;
        var body = Statements(_random.Next(1, 3), depth - 2, indent + "    ") + $"{indent}    {Use(name)}" + Jump(indent + "    ");
        _at.Branches--;
        _at.Variables.RemoveRange(count, _at.Variables.Count - count);
        _at.Spans.RemoveRange(spans, _at.Spans.Count - spans);
        FollowReturn();
        return $"{indent}foreach ({(isReference ? "ref var" : Pick("var", "double"))} {name} in {span.Name})\n{indent}{{\n{body}{indent}}}\n";
    }

    /// <summary>Now and then, what leaves a loop or its round, under a condition that does not differ by weight, or under one that does.</summary>
    private string Jump(string indent)
    {
        if (!Chance(4))
        {
            return "";
        }

        var condition = Condition(1, !Chance(3));
        return $"{indent}if ({condition})\n{indent}{{\n{indent}    {Pick("break", "continue")};\n{indent}}}\n";
    }

    private string DeclareArray()
    {
        var (count, kind) = (_random.Next(1, 4), _random.Next(5));
        var list = kind == 4 ? "" : string.Join(", ", Enumerable.Range(0, count).Select(_ => Number(1, true)).ToList());
        var name = NewName();
        var (text, isSpan) = kind switch
        {
            0 => ($"double[] {name} = {{ {list} }};\n", false),
            1 => ($"double[] {name} = [{list}];\n", false),
            2 => ($"var {name} = new double[] {{ {list} }};\n", false),
            3 => ($"Span<double> {name} = [{list}];\n", true),
            _ => ($"double[] {name} = new double[{Text(count)}];\n", false),
        };
        _at.Spans.Add(new(name, count, isSpan, _at.Branches));
        return text;
    }

    private string DeclareReference()
    {
        if (Place(Sort.Number, true, isWritten: true) is not { } place)
        {
            return DeclareNumber();
        }

        var name = NewName();
        _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
        return $"ref {Pick("double", "var")} {name} = ref {place};\n";
    }

    private string DeclareTuple()
    {
        var (first, second) = (Number(2, true), Number(2, true));
        var (one, other) = (NewName(), NewName());
        if (_hasPair && Chance(2))
        {
            _at.Variables.Add(new(one, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
            _at.Variables.Add(new(other, Sort.Condition) { DiffersByWeight = true, Branches = _at.Branches });
            return $"var ({one}, {other}) = Pair({first}, {second});\n";
        }

        var text = _random.Next(4) switch
        {
            0 => $"var ({one}, {other}) = ({AsNumber(Primary(first))}, {AsNumber(Primary(second))});\n",
            1 => $"(double {one}, var {other}) = ({first}, {AsNumber(Primary(second))});\n",
            2 => $"double {one}, {other}; ({one}, {other}) = ({first}, {second});\n",
            _ => $"(double {one}, double {other}) both{one.TrimStart('@')} = ({first}, {second}); var {one} = both{one.TrimStart('@')}.{one}; double {other} = both{one.TrimStart('@')}.Item2;\n",
        };
        _at.Variables.Add(new(one, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
        _at.Variables.Add(new(other, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
        return text;
    }

    /// <summary>Several places get their values at once: those are evaluated before, and so are the places.</summary>
    private string AssignTuple()
    {
        if (_at.Writable(Sort.Number, true) is not { Count: > 0 } writable)
        {
            return DeclareTuple();
        }

        var first = Chance(3) && ElementPlace() is { } element ? element : null;
        var (one, other) = (Pick(writable), Pick(writable));
        var targets = $"({first ?? one.Name}, {other.Name})";
        var values = Chance(3) ? $"({AsNumber(other.Name)}, {AsNumber(one.Name)})" : $"({Number(2, true)}, {Number(2, true)})";
        Written(one, true);
        Written(other, true);
        return $"{targets} = {values};\n";
    }

    /// <summary>A number and an int as a tuple.</summary>
    private string Pair(int depth) => $"({AsNumber(Primary(Number(depth - 1, true)))}, {Integer(depth - 1)})";

    /// <summary>Patterns for such a tuple, of which none covers another.</summary>
    private string[] PairPatterns() => [$"({Pick(Pick(s_numberPatterns))}, {Pick(Pick(s_integerPatterns))})", $"(_, {Pick("1", "> 2", "not 0")})", $"({Pick("not 1.5", "not 0.5")}, _)"];

    private string IsPattern(int depth, bool byWeight)
    {
        switch (_random.Next(byWeight ? 5 : 4))
        {
            case 4:
                return $"({Pair(depth)} is {Pick(PairPatterns())})";
            case 0:
                return $"({Primary(Integer(depth - 1))} is {Pick(Pick(s_integerPatterns))})";
            case 1 when HasHyperparameters:
                return $"(M is {Pick("Mode.First", "not Mode.Second", "Mode.First or Mode.Third")})";
            case 2:
                var (name, value) = (NewName(), Primary(Number(depth - 1, byWeight)));
                var rest = "";
                Under(byWeight, () =>
                {
                    _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = byWeight, Branches = _at.Branches });
                    rest = Condition(depth - 1, byWeight);
                });
                return $"({AsNumber(value)} is {Pick("var", "double")} {name} && {rest})";
            default:
                return $"({AsNumber(Primary(Number(depth - 1, byWeight)))} is {Pick(Pick(s_numberPatterns))})";
        }
    }

    /// <summary>An index that is only known in the step, or counts from the end.</summary>
    private string StepIndex(int count)
    {
        if (Chance(3))
        {
            return "^" + Text(_random.Next(1, count + 1));
        }

        var step = _at.Readable(Sort.Integer, false).Where(variable => !variable.IsAssignable || variable.Name == "t").ToList();
        return step.Count > 0 && Chance(2) ? $"({Pick(step).Name} & 7) % {Text(count)}"
            : HasHyperparameters ? Pick($"K % {Text(count)}", $"(K * K + 1) % {Text(count)}", F(count))
            : Text(_random.Next(count));
    }

    private static string F(int count) => $"F ? 0 : {Text(count - 1)}";
}
