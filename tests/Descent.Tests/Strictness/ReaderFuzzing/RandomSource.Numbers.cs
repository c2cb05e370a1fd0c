using System.Globalization;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Expressions of type double.</content>
internal sealed partial class RandomSource
{
    private static readonly string[] s_literals =
    [
        "0.5", "-0.0", "0.0", "1.0", "2.0", "-1.5", "0.1", "3", "-7", "1e-30", "1e30", "1e308", "-1e308", "1e-310", "double.Epsilon", "double.MaxValue", "double.MinValue",
        "double.NaN", "double.PositiveInfinity", "double.NegativeInfinity", "Math.PI", "double.E", "Tau", "Third", "2147483647", "-2147483648", "default(double)",
    ];

    /// <summary>Constants that went through other types: C# computes them, and so must we.</summary>
    private static readonly string[] s_castConstants =
    [
        "(double)0.1f", "(float)0.1", "(double)(float)1e300", "(long)1e15", "(double)3L", "(double)2.5m", "(byte)200", "(short)-3", "(double)7u", "(ulong)1e18", "(double)(1L << 40)",
        "unchecked((int)3000000000u)", "unchecked((byte)300)", "unchecked((short)40000)", "unchecked(int.MaxValue + 1)", "(sbyte)-5", "(ushort)65535", "(double)'z'", "(int)'0'",
        "unchecked((int)1e12)", "unchecked((int)double.NaN)", "unchecked(int.MinValue - 1)", "(int)2.99", "(int)-2.99", "(1 << 4)", "(5 & 3)", "(~7)", "(7 / 2)", "(-7 % 3)", "(1 / 3.0)", "(1.0f / 3)",
        "'a'", "(double)(decimal)0.1", "sizeof(double)", "(int)Mode.Third", "(double)Mode.Third",
    ];

    private static readonly string[] s_functions =
    [
        "Math.Sqrt", "Math.Abs", "Math.Floor", "Math.Ceiling", "Math.Round", "Math.Truncate", .. MathFunctions.Unary,
        "double.Sqrt", "double.Abs", "double.Exp", "double.Floor", "double.Cbrt",
    ];

    private static readonly string[] s_pairs = ["Math.Min", "Math.Max", .. MathFunctions.Binary, "double.Min", "double.Max", "double.Pow"];

    /// <summary>Patterns of which none is covered by those before it, which C# would refuse.</summary>
    private static readonly string[][] s_numberPatterns =
    [
        ["> 0.5", "0", "< -1"], ["not < 0", "< -1"], ["0", "1 or 2.5", "> 1"], ["> 0 and < 10", "-0.0", ">= 1e308"], ["<= double.NegativeInfinity", "not (> 1 or < -1)", "> 0"],
        ["Third", ">= Tau", "> 0 and < 1 or -1"],
    ];

    private static readonly string[][] s_integerPatterns =
    [
        ["1", "> 2", "< 0"], [">= 1 and < 5", "3 or 4 or 5", "int.MaxValue"], ["not 2"], ["<= int.MinValue", "not (> 0)", "0x10"], ["3 or 4 or 5", "not 2"], ["Four", "not Four and > 0"],
    ];

    private static readonly string[][] s_modePatterns = [["Mode.First", "not Mode.Third"], ["Mode.Second or Mode.Third", "Mode.First"], ["not Mode.First"], ["(Mode)7", "Mode.Second"]];

    private string Number(int depth, bool byWeight)
    {
        if (depth <= 0 || Chance(6))
        {
            return NumberLeaf(byWeight);
        }

        if (_isOfWhole && byWeight && MayReduce && RowChance(6))
        {
            return OfWhole(depth);
        }

        if (_namesRows && byWeight && MayReduce && RowChance(7))
        {
            return ReductionOfRows(depth);
        }

        switch (_random.Next(31))
        {
            case < 6:
                return Operators(depth, byWeight, Pick("+", "-", "*", "/"));
            case 6:
                return Operators(depth, byWeight, "%");
            case 7:
                return $"({Pick("-", "-", "+")}{AsNumber(Primary(Number(depth - 1, byWeight)))})";
            case 8 or 9:
                var argument = Number(depth - 1, byWeight);
                return Chance(6) ? $"{Pick("Math.Sqrt", "Math.Exp")}(d: {argument})" : $"{Pick(s_functions)}({AsNumber(Primary(argument))})";
            case 10:
                return NumberPair(depth, byWeight);
            case 11 or 12:
                return NumberChoice(depth, byWeight);
            case 13 or 14:
                return NumberSwitch(depth, byWeight);
            case 15 or 16 or 17:
                return NumberAssignment(depth, byWeight);
            case 18 or 19 or 29:
                return Element(byWeight) ?? NumberLeaf(byWeight);
            case 20 or 21 or 22:
                return Call(Sort.Number, depth, byWeight) ?? NumberLeaf(byWeight);
            case 23:
                return $"{Pick("checked", "unchecked")}({Number(depth - 1, byWeight)})";
            case 24:
                return $"(double){Primary(Integer(depth - 1))}";
            case 25:
                return Chance(2)
                    ? $"Math.Clamp({Number(depth - 1, byWeight)}, {Pick("-0.75", "double.NegativeInfinity", "-1e-310")}, {Pick("1e10", "2", "double.MaxValue")})"
                    : $"(double)Math.Sign({Number(depth - 1, byWeight)})";
            case 26:
                var fused = Number(depth - 1, byWeight);
                return $"Math.FusedMultiplyAdd({fused}, {Number(depth - 1, byWeight)}, {Number(depth - 1, byWeight)})";
            case 27 when MayReduce && byWeight:
                return _namesRows ? ReductionOfRows(depth) : Reduction(depth);
            case 30 when _hasPair && byWeight:
                return $"Pair({Number(depth - 1, true)}, {Number(depth - 1, true)}).{Pick("First", "Item1")}";
            case 28 when !_at.IsStatic && !_isChain:
                return Pick("Half", "this.Half");
            default:
                return NumberLeaf(byWeight);
        }
    }

    private string NumberLeaf(bool byWeight)
    {
        var readable = _at.Readable(Sort.Number, byWeight);
        switch (_random.Next(12))
        {
            case 0 or 1:
                return Pick(s_literals);
            case 2:
                return AsNumber(Primary(Pick(s_castConstants)));
            case 3 or 4 when HasHyperparameters:
                return Pick("A", "B", "this.A");
            case 5:
                return IntegerLeaf();
            default:
                return readable.Count > 0 ? Pick(readable).Name : HasHyperparameters ? Pick("A", "B") : Pick(s_literals);
        }
    }

    /// <summary>Two operands, of which the second may be an int that C# converts.</summary>
    private string Operators(int depth, bool byWeight, string symbol)
    {
        var left = Primary(Number(depth - 1, byWeight));
        return Chance(8) ? $"({AsNumber(left)} {symbol} {Primary(Integer(depth - 1))})" : $"({AsNumber(left)} {symbol} {AsNumber(Primary(Number(depth - 1, byWeight)))})";
    }

    /// <summary>
    /// A double beyond doubt: two ints would divide as ints, and two constants that overflow are an error of C#.
    /// </summary>
    private string AsNumber(string operand)
        => operand is "A" or "B" || _at.Variables.Exists(variable => variable is { Sort: Sort.Number, IsAssignable: true } && variable.Name == operand) ? operand : $"(double){operand}";

    private string NumberPair(int depth, bool byWeight)
    {
        // A literal zero has another sign in Math.Min of .NET 10 than C# says.
        if (Chance(6))
        {
            return $"Math.Pow(y: {Number(depth - 1, byWeight)}, x: {Number(depth - 1, byWeight)})";
        }

        if (Chance(6) && _at.Readable(Sort.Number, byWeight) is { Count: > 0 } readable && Pick(readable).Name is var sign)
        {
            // Which sign a NaN has is the hardware's choice.
            return $"Math.CopySign({Number(depth - 1, byWeight)}, double.IsNaN({sign}) ? 1 : {sign})";
        }

        return $"{Pick(s_pairs)}({NotZero(depth, byWeight)}, {NotZero(depth, byWeight)})";
    }

    private string NotZero(int depth, bool byWeight) => $"({AsNumber(Primary(Number(depth - 1, byWeight)))} * {(HasHyperparameters ? "A" : "1.25")})";

    private string NumberChoice(int depth, bool byWeight)
    {
        var (first, second) = ("", "");
        var condition = Condition(depth - 1, byWeight);
        Under(byWeight, () => first = Number(depth - 1, byWeight));
        Under(byWeight, () => second = Chance(4) ? Integer(depth - 1) : Number(depth - 1, byWeight));
        return $"({condition} ? {first} : {second})";
    }

    private string NumberSwitch(int depth, bool byWeight)
    {
        if (byWeight && Chance(5))
        {
            return $"({Pair(depth)} switch {{ {Arms([PairPatterns()], byWeight, () => Number(depth - 1, byWeight))})";
        }

        if (Chance(3))
        {
            var chosen = $"{Primary(Integer(depth - 1))} switch {{ ";
            return $"({chosen}{Arms(s_integerPatterns, false, () => Number(depth - 1, byWeight))})";
        }

        if (Chance(4) && HasHyperparameters)
        {
            return $"(M switch {{ {Arms(s_modePatterns, false, () => Number(depth - 1, byWeight))})";
        }

        var value = $"((double){Primary(Number(depth - 1, byWeight))}) switch {{ ";
        return $"({value}{Arms(s_numberPatterns, byWeight, () => Number(depth - 1, byWeight))})";
    }

    /// <summary>The arms of a switch expression: the first of a list of patterns, and the last arm.</summary>
    private string Arms(string[][] lists, bool byWeight, Func<string> value)
    {
        var (arms, patterns) = ("", Pick(lists));
        foreach (var pattern in patterns.Take(_random.Next(1, patterns.Length + 1)))
        {
            Under(byWeight, () => arms += $"{pattern}{(Chance(6) ? $" when {Condition(1, byWeight)}" : "")} => {value()}, ");
        }

        Under(byWeight, () => arms += $"_ => {value()} }}");
        return arms;
    }

    private string NumberAssignment(int depth, bool byWeight)
    {
        if (byWeight && Chance(3) && ElementPlace() is { } element)
        {
            return Chance(3) ? IncrementOf(element) : $"({element} {Pick("=", "+=", "-=", "*=", "/=", "%=")} {Number(depth - 1, byWeight)})";
        }

        if (_at.Writable(Sort.Number, byWeight) is not { Count: > 0 } writable)
        {
            return NumberLeaf(byWeight);
        }

        var variable = Pick(writable);
        Written(variable, byWeight);
        return Chance(3) ? IncrementOf(variable.Name) : $"({variable.Name} {Pick("=", "=", "+=", "-=", "*=", "/=", "%=")} {Number(depth - 1, byWeight)})";
    }

    private string IncrementOf(string place) => Pick($"{place}++", $"++{place}", $"{place}--", $"--{place}", $"({place}++)");

    /// <summary>Marks that a variable is written.</summary>
    private void Written(Variable variable, bool byWeight) => (variable.DiffersByWeight, variable.Owner) = (variable.DiffersByWeight || byWeight || _at.Outside is not null, Owner.Weight);

    private string Reduction(int depth)
    {
        return Pick(0, 1, 2, 3, 4, 5) switch
        {
            4 => $"Reduce.Mean({Number(depth - 1, true)})",
            5 => "Reduce.Length",
            0 => $"Reduce.Count({Condition(depth - 1, true)})",
            1 => $"Reduce.Max({Number(depth - 1, true)})",
            2 => $"Reduce.Min({Number(depth - 1, true)})",
            _ => $"Reduce.Sum({Number(depth - 1, true)})",
        };
    }

    /// <summary>An operand in parentheses unless it needs none.</summary>
    private static string Primary(string expression)
        => expression.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '@') || (expression[0] == '(' && Closes(expression)) ? expression : $"({expression})";

    /// <summary>Whether the first parenthesis is closed by the last letter.</summary>
    private static bool Closes(string expression)
    {
        var open = 0;
        for (var index = 0; index < expression.Length; index++)
        {
            open += expression[index] switch { '(' => 1, ')' => -1, _ => 0 };
            if (open == 0)
            {
                return index == expression.Length - 1;
            }
        }

        return false;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
