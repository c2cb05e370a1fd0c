namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Rows and columns: states of which there is one value for each, totals over them, and what is computed of those alone.</content>
internal sealed partial class RandomSource
{
    /// <summary>What changes a value of a row or column by reference, and what is computed of two.</summary>
    private const string HelpersOfRows = "    private static void Blend(ref double old, double now) { if (now > old) { old = now; return; } old = old / 2 + now; }\n    private static double Meet(double a, in double b) => a < b ? a : b / 3;\n";

    private bool RowChance(int oneIn) => _ofRows.Next(oneIn) == 0;

    private Owner AnyOwner() => RowChance(2) ? Owner.Row : Owner.Column;

    /// <summary>The parameters of states of rows and columns, if the rule names those.</summary>
    private IEnumerable<string> StatesOfRows()
    {
        for (var count = _namesRows ? _ofRows.Next(_isChain ? 2 : 4) : 0; count > 0; count--)
        {
            var (name, owner, isReadOnly) = (NewName(), AnyOwner(), RowChance(6));
            _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, IsAssignable = false, Owner = owner, IsOwned = !isReadOnly });
            yield return $"[State(Per = Per.{owner}{(RowChance(3) ? ", Initial = 0.25" : "")})] {(isReadOnly ? "" : "ref ")}double {name}";
        }
    }

    /// <summary>A total over rows, columns or the tensor, or how many there are.</summary>
    private string ReductionOfRows(int depth)
    {
        switch (_ofRows.Next(11))
        {
            case 0:
                return Pick("Reduce.Rows", "Reduce.Columns", "Reduce.Length");
            case 8 or 9:
                // Of what is known in the step, only the arm that is taken asks for its total.
                var (condition, one, other) = (Condition(1, false), "", "");
                Under(false, () => one = TotalOf(AnyOwner(), depth - 1));
                Under(false, () => other = RowChance(2) ? TotalOf(AnyOwner(), depth - 1) : Number(1, true));
                return $"({condition} ? {one} : {other})";
            case 10:
                var (value, arms) = (Primary(Integer(1)), "");
                Under(false, () => arms = Arms(s_integerPatterns, false, () => RowChance(2) ? TotalOf(AnyOwner(), depth - 1) : NumberLeaf(true)));
                return $"({value} switch {{ {arms})";
            case 1:
                return TotalOfRows(depth);
            case 2:
                return Reduction(depth);
            default:
                return TotalOf(AnyOwner(), depth);
        }
    }

    /// <summary>A total of each row or column.</summary>
    private string TotalOf(Owner owner, int depth)
    {
        if (RowChance(5))
        {
            return $"Reduce.Count({Condition(depth - 1, true)}, Per.{owner})";
        }

        var (reduction, term) = (Pick("Sum", "Max", "Min", "Mean"), Number(depth - 1, true));
        return RowChance(5) ? $"Reduce.{reduction}(per: Per.{owner}, value: {term})" : $"Reduce.{reduction}({term}, Per.{owner})";
    }

    /// <summary>A number of which there is one for each row or column.</summary>
    private string OfOwner(Owner owner, int depth)
    {
        if (depth <= 0 || RowChance(5))
        {
            var known = _at.Variables.Where(variable => variable is { Sort: Sort.Number } && variable.Owner == owner).ToList();
            return known.Count > 0 && !RowChance(4) ? Pick(known).Name : RowChance(3) ? NumberLeaf(false) : MayReduce && depth >= 0 ? TotalOf(owner, 1) : NumberLeaf(false);
        }

        switch (_ofRows.Next(11))
        {
            case 0 or 1:
                return MayReduce ? TotalOf(owner, depth) : OfOwner(owner, depth - 1);
            case 2:
                return $"{Pick(s_functions)}({AsNumber(Primary(OfOwner(owner, depth - 1)))})";
            case 3:
                var first = OfOwner(owner, depth - 1);
                return $"Meet({first}, {OfOwner(owner, depth - 1)})";
            case 4:
                // No total may stand in an arm.
                var condition = ConditionOf(owner, depth - 1);
                var (one, other) = ("", "");
                Under(true, () => one = OfOwner(owner, depth - 1));
                Under(true, () => other = OfOwner(owner, depth - 1));
                return $"({condition} ? {one} : {other})";
            case 5:
                var (value, arms) = (Primary(OfOwner(owner, depth - 1)), "");
                Under(true, () => arms = Arms(s_numberPatterns, false, () => OfOwner(owner, 0)));
                return $"(((double){value}) switch {{ {arms})";
            case 6:
                var (least, factor) = (OfOwner(owner, depth - 1), HasHyperparameters ? "A" : "1.25");
                return $"Math.{Pick("Min", "Max")}({AsNumber(Primary(least))} * {factor}, {AsNumber(Primary(OfOwner(owner, depth - 1)))} * {factor})";
            case 7:
                return Number(depth - 1, false);
            default:
                var left = AsNumber(Primary(OfOwner(owner, depth - 1)));
                return $"({left} {Pick("+", "-", "*", "/", "%")} {AsNumber(Primary(OfOwner(owner, depth - 1)))})";
        }
    }

    private string ConditionOf(Owner owner, int depth)
    {
        var left = AsNumber(Primary(OfOwner(owner, depth)));
        return RowChance(4) ? $"double.{Pick("IsNaN", "IsFinite", "IsInfinity")}({left})" : $"({left} {Pick(s_comparisons)} {Primary(OfOwner(owner, depth))})";
    }

    /// <summary>A statement about rows or columns.</summary>
    private string StatementOfRows(string indent)
    {
        var owner = AnyOwner();
        var states = _at.Variables.Where(variable => variable.IsOwned && variable.Owner == owner).ToList();
        switch (states.Count == 0 ? 0 : _ofRows.Next(7))
        {
            case 0 or 1:
                var (value, name) = (OfOwner(owner, 3), NewName());
                _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, Owner = owner, Branches = _at.Branches });
                return $"{indent}double {name} = {value};\n";
            case 2:
                return $"{indent}Blend(ref {Pick(states).Name}, {OfOwner(owner, 2)});\n";
            case 3:
                return $"{indent}{IncrementOf(Pick(states).Name).Trim('(', ')')};\n";
            case 4:
                var (first, second) = (Pick(states).Name, Pick(states).Name);
                var values = $"({OfOwner(owner, 2)}, {OfOwner(owner, 2)})";
                return $"{indent}({first}, {second}) = {values};\n";
            case 5:
                var condition = ConditionOf(owner, 2);
                var (whenTrue, whenFalse) = ("", "");
                Under(true, () => whenTrue = $"{AssignOwned(states, owner)} {(RowChance(2) ? Assign().TrimEnd() : "")}");
                Under(true, () => whenFalse = AssignOwned(states, owner));
                return $"{indent}if ({condition})\n{indent}{{\n{indent}    {whenTrue}\n{indent}}}\n{(RowChance(2) ? $"{indent}else\n{indent}{{\n{indent}    {whenFalse}\n{indent}}}\n" : "")}";
            default:
                return $"{indent}{AssignOwned(states, owner)}\n";
        }
    }

    /// <summary>A total, how many there are, or what an operation on matrices gives, in every place of a statement where it may stand.</summary>
    private string StatementOfTotal(string indent)
    {
        // What the total itself declares cannot be assigned to before it.
        var known = _at.Variables.ToHashSet();
        var total = _ofRows.Next(8) switch
        {
            0 or 1 => Pick("Reduce.Rows", "Reduce.Columns", "Reduce.Length"),
            2 => Reduction(2),
            3 => TotalOfRows(2),
            4 => TotalOf(Owner.Row, 2),
            5 => TotalOf(Owner.Column, 2),
            _ => _isOfWhole ? OfWhole(2) : ReductionOfRows(2),
        };
        var writable = _at.Writable(Sort.Number, true).Where(known.Contains).ToList();
        var kind = _ofRows.Next(5);
        if (kind < 4 && writable.Count > 0)
        {
            var variable = Pick(writable);
            Written(variable, true);
            return kind switch
            {
                0 => $"{indent}{variable.Name} = {total};\n",
                1 => $"{indent}{variable.Name} {Pick("+=", "-=", "*=")} {total};\n",
                2 => $"{indent}{variable.Name} = Math.Abs({AsNumber(Primary(total))});\n",
                _ => $"{indent}{variable.Name} = {AsNumber(Primary(total))} * {AsNumber(Primary(NumberLeaf(true)))};\n",
            };
        }

        var name = NewName();
        _at.Variables.Add(new(name, Sort.Number) { DiffersByWeight = true, Branches = _at.Branches });
        return $"{indent}double {name} = {total};\n";
    }

    /// <summary>A total over the tensor with one term for each row.</summary>
    private string TotalOfRows(int depth) => $"Reduce.{Pick("Sum", "Max", "Min", "Mean")}({OfOwner(Owner.Row, depth - 1)}, Per.Tensor, {Pick("each: ", "")}Per.Row)";

    private string AssignOwned(IReadOnlyList<Variable> states, Owner owner) => $"{Pick(states).Name} {Pick("=", "=", "+=", "-=", "*=", "/=", "%=")} {OfOwner(owner, 3)};";
}
