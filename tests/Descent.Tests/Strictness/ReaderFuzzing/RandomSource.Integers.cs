namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Expressions of type int, which are the same for all weights, and indices, which are known when the rule is compiled.</content>
internal sealed partial class RandomSource
{
    private static readonly string[] s_integers = ["0", "1", "2", "3", "-1", "7", "int.MaxValue", "int.MinValue", "100", "0x10", "1_000", "Four", "(int)Mode.Second", "sizeof(int)"];

    private string Integer(int depth)
    {
        if (depth <= 0 || Chance(5))
        {
            return IntegerLeaf();
        }

        switch (_random.Next(19))
        {
            case < 3:
                return $"({IntegerVariable()} {Pick("+", "-", "*")} {Primary(Integer(depth - 1))})";
            case 4 when _at.MayThrow:
                return $"({IntegerVariable()} {Pick("/", "%")} {(Chance(5) ? IntegerVariable() : Pick("2", "3", "-1", "Four"))})";
            case 5:
                return $"(-{IntegerVariable()})";
            case 6 when _at.MayThrow && Chance(3):
                return $"checked({IntegerVariable()} {Pick("+", "-", "*")} {Pick("1", "2", IntegerVariable())})";
            case 7:
                return $"unchecked({IntegerVariable()} {Pick("+", "-", "*")} {Primary(Integer(depth - 1))})";
            case 8:
                var (first, second) = ("", "");
                var condition = Condition(depth - 1, false);
                Under(false, () => first = Integer(depth - 1));
                Under(false, () => second = Integer(depth - 1));
                return $"({condition} ? {first} : {second})";
            case 9:
                var value = Primary(Integer(depth - 1));
                return $"({value} switch {{ {Arms(s_integerPatterns, false, () => Integer(depth - 1))})";
            case 10:
                return IntegerAssignment(depth);
            case 11:
                return $"Math.{Pick("Min", "Max")}({Integer(depth - 1)}, {Integer(depth - 1)})";
            case 12 when _at.MayThrow:
                return $"Math.{Pick("Abs", "Sign")}({Integer(depth - 1)})";
            case 3 when _at.MayThrow:
                return $"Math.Clamp({Integer(depth - 1)}, {Pick("-3", "int.MinValue")}, {Pick("5", "int.MaxValue")})";
            case 13:
                // Of what is no constant: C# refuses constants out of range.
                return $"(int)({AsNumber(Primary(Number(depth - 1, false)))} * {IntegerVariable()})";
            case 14:
                return Call(Sort.Integer, depth, false) ?? IntegerLeaf();
            case 15 when _at.Spans.Count > 0:
                return $"{Pick(_at.Spans).Name}.Length";
            case 16 or 17:
                return $"({IntegerVariable()} {Pick("&", "|", "^", "<<", ">>", ">>>")} {Primary(Integer(depth - 1))})";
            case 18:
                return $"(~{IntegerVariable()})";
            default:
                return IntegerLeaf();
        }
    }

    private string IntegerLeaf() => Chance(2) ? Pick(s_integers) : IntegerVariable();

    /// <summary>An int that is no constant, so that C# computes with it when the rule runs.</summary>
    private string IntegerVariable() => _at.Readable(Sort.Integer, false) is { Count: > 0 } readable && !Chance(3) ? Pick(readable).Name
        : HasHyperparameters ? Pick("K", "(int)M")
        : _at.Readable(Sort.Integer, false) is { Count: > 0 } other ? Pick(other).Name
        : "(int)Math.Floor(2.5)";

    private string IntegerAssignment(int depth)
    {
        if (_at.Counters is { Count: > 0 } counters && Chance(2))
        {
            return CounterStep(Pick(counters));
        }

        if (_at.Writable(Sort.Integer, false) is not { Count: > 0 } writable)
        {
            return IntegerLeaf();
        }

        var variable = Pick(writable);
        return Chance(2) ? IncrementOf(variable.Name) : $"({variable.Name} {Pick("=", "+=", "-=", "*=")} {Integer(depth - 1)})";
    }

    /// <summary>A change of an int whose number stays known, and is small.</summary>
    private string CounterStep(Variable counter)
    {
        var known = counter.Known!.Value;
        var kind = known > 3 ? 3 : known < 0 ? 0 : _random.Next(6);
        counter.Known = kind switch { 0 or 1 => known + 1, 2 or 3 => known - 1, 4 => _random.Next(4), _ => known + 2 };
        return kind switch
        {
            0 => $"{counter.Name}++",
            1 => $"++{counter.Name}",
            2 => $"{counter.Name}--",
            3 => $"--{counter.Name}",
            4 => $"({counter.Name} = {Text(counter.Known.Value)})",
            _ => $"({counter.Name} += 2)",
        };
    }

    /// <summary>An index below a number: a literal, a variable of a loop, or a counter, which it may change.</summary>
    private string Index(int count)
    {
        bool IsIn(int number) => number >= 0 && number < count;
        switch (_random.Next(10))
        {
            case 0 or 1 when _at.Variables.Where(variable => variable.Rounds <= count).ToList() is { Count: > 0 } loops:
                var loop = Pick(loops);
                return Pick(loop.Name, loop.Name, $"{Text(loop.Rounds!.Value - 1)} - {loop.Name}", $"({loop.Name} + 0)");
            case 2 or 3 or 7 or 8 or 9 when _at.Counters.Where(counter => IsIn(counter.Known!.Value)).ToList() is { Count: > 0 } counters:
                var counter = Pick(counters);
                var known = counter.Known!.Value;
                switch (_random.Next(5))
                {
                    case 0:
                        counter.Known = known + 1;
                        return $"{counter.Name}++";
                    case 1:
                        counter.Known = known - 1;
                        return $"{counter.Name}--";
                    case 2 when IsIn(known + 1):
                        counter.Known = known + 1;
                        return Pick($"++{counter.Name}", $"{counter.Name} += 1");
                    case 3:
                        counter.Known = _random.Next(count);
                        return $"{counter.Name} = {Text(counter.Known.Value)}";
                    default:
                        return counter.Name;
                }

            case 6 when _at.MayThrow:
                return StepIndex(count);
            default:
                var number = _random.Next(count);
                return Pick(Text(number), Text(number), $"{Text(number + 1)} - 1", $"1 * {Text(number)}", number == 0 ? "Zero" : Text(number));
        }
    }

    private string? ElementPlace()
    {
        if (_at.Spans.Count == 0)
        {
            return null;
        }

        var span = Pick(_at.Spans);
        return $"{span.Name}[{Index(span.Count)}]";
    }

    private string? Element(bool byWeight) => byWeight ? ElementPlace() : null;
}
