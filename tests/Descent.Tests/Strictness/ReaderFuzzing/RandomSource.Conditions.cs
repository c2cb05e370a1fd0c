namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Expressions of type bool.</content>
internal sealed partial class RandomSource
{
    private static readonly string[] s_comparisons = [">", "<", ">=", "<=", "==", "!="];

    private string Condition(int depth, bool byWeight)
    {
        if (depth <= 0 || Chance(6))
        {
            return ConditionLeaf(byWeight);
        }

        switch (_random.Next(18))
        {
            case < 4:
                return $"({AsNumber(Primary(Number(depth - 1, byWeight)))} {Pick(s_comparisons)} {Primary(Number(depth - 1, byWeight))})";
            case 4:
                return $"({IntegerVariable()} {Pick(s_comparisons)} {Primary(Integer(depth - 1))})";
            case 5:
                return $"!{Primary(Condition(depth - 1, byWeight))}";
            case 6 or 7:
                var left = Primary(Condition(depth - 1, byWeight));
                var right = "";
                Under(byWeight, () => right = Primary(Condition(depth - 1, byWeight)));
                return $"({left} {Pick("&&", "||")} {right})";
            case 8:
                return $"({Primary(Condition(depth - 1, byWeight))} {Pick("&", "|", "^", "==", "!=")} {Primary(Condition(depth - 1, byWeight))})";
            case 9:
                return $"double.{Pick("IsNaN", "IsFinite", "IsInfinity")}({Number(depth - 1, byWeight)})";
            case 10:
                return ConditionAssignment(depth, byWeight);
            case 11:
                var (first, second) = ("", "");
                var condition = Condition(depth - 1, byWeight);
                Under(byWeight, () => first = Condition(depth - 1, byWeight));
                Under(byWeight, () => second = Condition(depth - 1, byWeight));
                return $"({condition} ? {first} : {second})";
            case 12:
                var value = $"((double){Primary(Number(depth - 1, byWeight))}) switch {{ ";
                return $"({value}{Arms(s_numberPatterns, byWeight, () => Condition(depth - 1, byWeight))})";
            case 13 when HasHyperparameters:
                return Pick("(M == Mode.First)", "(Mode.Third != M)", "(M > Mode.First)", "((int)M == 2)");
            case 14:
                return Call(Sort.Condition, depth, byWeight) ?? ConditionLeaf(byWeight);
            case 15 or 16:
                return IsPattern(depth, byWeight);
            default:
                return ConditionLeaf(byWeight);
        }
    }

    private string ConditionLeaf(bool byWeight)
    {
        var readable = _at.Readable(Sort.Condition, byWeight);
        return _random.Next(5) switch
        {
            0 when HasHyperparameters => "F",
            1 => Pick("true", "false", "Yes", "(1 > 2)", "default(bool)"),
            2 or 3 when readable.Count > 0 => Pick(readable).Name,
            _ => $"({AsNumber(Primary(NumberLeaf(byWeight)))} {Pick(s_comparisons)} {Primary(NumberLeaf(byWeight))})",
        };
    }

    private string ConditionAssignment(int depth, bool byWeight)
    {
        if (_at.Writable(Sort.Condition, byWeight) is not { Count: > 0 } writable)
        {
            return ConditionLeaf(byWeight);
        }

        var variable = Pick(writable);
        Written(variable, byWeight);
        return $"({variable.Name} {Pick("=", "=", "&=", "|=", "^=")} {Condition(depth - 1, byWeight)})";
    }

    /// <summary>Writes a part that runs only where a condition holds.</summary>
    private void Under(bool byWeight, Action write)
    {
        var (outside, count, spans) = (_at.Outside, _at.Variables.Count, _at.Spans.Count);
        _at.Branches++;
        _at.SteadyBranches += byWeight ? 0 : 1;
        _at.Outside ??= byWeight ? count : null;
        write();
        _at.Branches--;
        _at.SteadyBranches -= byWeight ? 0 : 1;
        _at.Outside = outside;
        _at.Variables.RemoveRange(count, _at.Variables.Count - count);
        _at.Spans.RemoveRange(spans, _at.Spans.Count - spans);
    }
}
