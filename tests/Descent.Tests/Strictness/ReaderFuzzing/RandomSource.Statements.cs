namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Statements.</content>
internal sealed partial class RandomSource
{
    private string Statements(int count, int depth, string indent) => string.Concat(Enumerable.Range(0, count).Select(_ => Statement(depth, indent)).ToList());

    /// <summary>A statement in its own lines.</summary>
    private string Statement(int depth, string indent)
    {
        if (_isOfWhole && MayReduce && RowChance(3) && ChangeOfSquare() is { } change)
        {
            return $"{indent}{change};\n";
        }

        if ((_namesRows || _isOfWhole) && MayReduce && RowChance(3))
        {
            return StatementOfTotal(indent);
        }

        if (_namesRows && MayReduce && RowChance(2))
        {
            return StatementOfRows(indent);
        }

        switch (_random.Next(depth <= 0 ? 23 : 36))
        {
            case 0 or 1 or 2:
                return indent + DeclareNumber();
            case 3:
                return indent + DeclareInteger();
            case 4:
                return indent + DeclareCondition();
            case 5:
                return $"{indent}const {Pick("double", "int")} {Constant()} = {Pick("3", "7", "-1")};\n";
            case 6:
                return $"{indent}_ = {Value(Pick(Sort.Number, Sort.Condition, Sort.Integer), 2, true)};\n";
            case 7 or 8:
                return Call(returns: null, 3, true) is { } call ? $"{indent}{call};\n" : indent + Assign();
            case 9:
                return Call(Sort.Number, 3, true) is { } value ? $"{indent}{value};\n" : indent + Assign();
            case 10 when _at.Counters is { Count: > 0 } counters:
                return $"{indent}{CounterStep(Pick(counters)).Trim('(', ')')};\n";
            case 11:
                return _at.Writable(Sort.Integer, false) is { Count: > 0 } writable
                    ? $"{indent}{Pick(writable).Name} {Pick("=", "+=", "-=", "*=")} {Integer(2)};\n"
                    : indent + DeclareInteger();
            case 12 when Conditional() is { } text:
                return indent + text;
            case 23 or 24 or 25:
                return If(depth, indent);
            case 26 or 27:
                return For(depth, indent);
            case 28:
                return $"{indent}{Pick("", "", "checked", "unchecked")}\n{Block(depth - 1, indent, null)}";
            case 29 or 30:
                return Return(depth, indent);
            case 31:
                return Template(indent);
            case 32 or 33:
                return Switch(depth, indent);
            case 34 or 35:
                return ForEach(depth, indent);
            case 18:
                return indent + DeclareArray();
            case 19:
                return indent + DeclareReference();
            case 20:
                return indent + DeclareTuple();
            case 21:
                return indent + AssignTuple();
            case 22:
                return $"{indent};\n";
            default:
                return indent + Assign();
        }
    }

    private string? Conditional()
    {
        if (_at.Writable(Sort.Condition, true) is not { Count: > 0 } writable)
        {
            return null;
        }

        var variable = Pick(writable);
        var value = Condition(3, true);
        Written(variable, true);
        return $"{variable.Name} {Pick("^=", "&=", "|=", "=")} {value};\n";
    }

    private string Assign()
    {
        if (Chance(3) && ElementPlace() is { } element)
        {
            return Chance(5) ? $"{IncrementOf(element).Trim('(', ')')};\n" : $"{element} {Pick("=", "+=", "-=", "*=", "/=", "%=")} {Number(3, true)};\n";
        }

        if (_at.Writable(Sort.Number, true) is not { Count: > 0 } writable)
        {
            return DeclareNumber();
        }

        var variable = Pick(writable);
        Written(variable, true);
        return Chance(8) ? $"{IncrementOf(variable.Name).Trim('(', ')')};\n" : $"{variable.Name} {Pick("=", "=", "+=", "-=", "*=", "/=", "%=")} {Number(3, true)};\n";
    }

    private string DeclareNumber()
    {
        var byWeight = !Chance(3);
        var value = Chance(8) ? Pick(s_castConstants.Where(constant => !constant.Contains("decimal", StringComparison.Ordinal)).ToArray()) : Number(3, byWeight);
        var name = NewName();
        _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = byWeight, Branches = _at.Branches });
        if (Chance(8))
        {
            var other = Number(2, true);
            var second = NewName();
            _at.Variables.Add(new(second, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
            return $"double {name} = {value}, {second} = {other};\n";
        }

        return Chance(3) ? $"var {name} = {AsNumber(Primary(value))};\n" : $"double {name} = {value};\n";
    }

    /// <summary>An int; half of them are counters, whose number stays known.</summary>
    private string DeclareInteger()
    {
        if (Chance(2))
        {
            return DeclareCounter();
        }

        var name = NewName();
        var value = Chance(4) ? Pick("int.MinValue", "int.MaxValue", "-1", "0") : Integer(3);
        _at.Variables.Add(new(name, Sort.Integer) { Branches = _at.Branches });
        return $"int {name} = {value};\n";
    }

    private string DeclareCounter()
    {
        var (name, known) = (NewName(), _random.Next(3));
        _at.Variables.Add(new(name, Sort.Integer) { Known = known, Branches = _at.Branches });
        return $"int {name} = {Text(known)};\n";
    }

    private string DeclareCondition()
    {
        var byWeight = !Chance(3);
        var value = Condition(3, byWeight);
        var name = NewName();
        _at.Variables.Add(new(name, Sort.Condition) { DiffersByWeight = byWeight, Branches = _at.Branches });
        return $"{Pick("bool", "var")} {name} = {value};\n";
    }

    private string Constant()
    {
        var name = NewName();
        _at.Variables.Add(new(name, Sort.Number) { IsAssignable = false, Branches = _at.Branches });
        return name;
    }

    private string If(int depth, string indent)
    {
        var byWeight = !Chance(3);
        var text = $"{indent}if ({Condition(3, byWeight)})\n{Embedded(depth, indent, byWeight)}";
        for (var more = _random.Next(3); more > 0; more--)
        {
            text += more > 1 ? $"{indent}else if ({Quietly(() => Condition(2, byWeight))})\n{Embedded(depth, indent, byWeight)}" : $"{indent}else\n{Embedded(depth, indent, byWeight)}";
        }

        return text;
    }

    /// <summary>A condition that is not always evaluated: what it declares is not assigned afterwards.</summary>
    private string Quietly(Func<string> write)
    {
        var text = "";
        Under(true, () => text = write());
        return text;
    }

    private string Embedded(int depth, string indent, bool byWeight)
    {
        if (Chance(5) && _at.Writable(Sort.Number, true).Count > 0)
        {
            var text = "";
            Under(byWeight, () => text = Assign());
            return $"{indent}    {text}";
        }

        return Block(depth - 1, indent, byWeight);
    }

    /// <summary>A block, under a condition or under none.</summary>
    private string Block(int depth, string indent, bool? byWeight)
    {
        var text = "";
        if (byWeight is { } differs)
        {
            Under(differs, () => text = Statements(_random.Next(1, 4), depth, indent + "    "));
        }
        else
        {
            var (count, spans) = (_at.Variables.Count, _at.Spans.Count);
            text = Statements(_random.Next(1, 4), depth, indent + "    ");
            _at.Variables.RemoveRange(count, _at.Variables.Count - count);
            _at.Spans.RemoveRange(spans, _at.Spans.Count - spans);
        }

        FollowReturn();
        return $"{indent}{{\n{text}{indent}}}\n";
    }

    private string For(int depth, string indent)
    {
        var span = _at.Spans.Count > 0 && Chance(2) ? Pick(_at.Spans) : null;
        var (name, rounds) = (NewName(), span?.Count ?? _random.Next(1, 4));
        var bound = span is null ? Text(rounds) : $"{span.Name}.Length";
        var (count, spans, branches) = (_at.Variables.Count, _at.Spans.Count, _at.Branches);
        _at.Branches++;
        _at.Variables.Add(new(name, Sort.Integer) { IsAssignable = false, Rounds = rounds, Branches = _at.Branches });
        var body = Statements(_random.Next(1, 3), depth - 2, indent + "    ") + Jump(indent + "    ");
        _at.Variables.RemoveRange(count, _at.Variables.Count - count);
        _at.Spans.RemoveRange(spans, _at.Spans.Count - spans);
        _at.Branches = branches;
        FollowReturn();
        var head = _random.Next(6) switch
        {
            0 => $"int {name} = {Text(rounds - 1)}; {name} >= 0; {name}--",
            1 => $"var {name} = 0; {name} != {bound}; ++{name}",
            2 => $"int {name} = 0; {name} <= {Text(rounds - 1)}; {name} += 1",
            _ => $"var {name} = 0; {name} < {bound}; {name}++",
        };
        return $"{indent}for ({head})\n{indent}{{\n{body}{indent}}}\n";
    }

    /// <summary>A return under a condition; what follows stands under its opposite.</summary>
    private string Return(int depth, string indent)
    {
        var byWeight = !Chance(4);
        var condition = Condition(2, byWeight);
        var body = "";
        Under(byWeight, () =>
        {
            body = Chance(2) ? Statements(1, depth - 2, indent + "    ") : "";
            body += $"{indent}    return{(_at.Returns is { } sort ? " " + Value(sort, 2, true) : "")};\n";
        });
        _at.HasReturned |= byWeight || _at.Outside is not null;
        FollowReturn();
        return body.Count(letter => letter == '\n') == 1 && Chance(2) ? $"{indent}if ({condition})\n{body}" : $"{indent}if ({condition})\n{indent}{{\n{body}{indent}}}\n";
    }

    /// <summary>Once some weights may have returned, all that follows differs from weight to weight.</summary>
    private void FollowReturn()
    {
        if (_at.HasReturned)
        {
            _at.Outside ??= _at.Variables.Count;
        }
    }
}
