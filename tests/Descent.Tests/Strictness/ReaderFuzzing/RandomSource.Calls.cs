namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <content>Calls of helpers, with every way to pass an argument.</content>
internal sealed partial class RandomSource
{
    /// <summary>A call of a helper that returns a type; <see langword="null"/> if none can be called.</summary>
    private string? Call(Sort? returns, int depth, bool byWeight)
    {
        var callable = _helpers.Where(helper => helper.Returns == returns && (helper.IsStatic || !_at.IsStatic) && (byWeight || IsSteady(helper))).ToList();
        return callable.Count == 0 ? null : Call(Pick(callable), depth, byWeight);
    }

    /// <summary>Whether what it computes can be the same for all weights: it takes no numbers.</summary>
    private static bool IsSteady(Helper helper) => helper.Parameters.All(parameter => parameter is { Passing: Passing.Value, Sort: Sort.Integer });

    private string? Call(Helper helper, int depth, bool byWeight)
    {
        var arguments = new List<string>();
        var isNamed = helper.Parameters.Count > 1 && Chance(5);
        var parameters = isNamed ? helper.Parameters.OrderBy(_ => _random.Next()).ToList() : helper.Parameters;
        var declared = new List<Variable>();
        var known = _at.Variables.Select(variable => variable.Known).ToList();
        foreach (var parameter in parameters)
        {
            if (Argument(parameter.Sort, parameter.Passing, depth, byWeight, declared) is not { } argument)
            {
                // What was written is dropped, and so is what it did to counters.
                _at.Variables.RemoveRange(known.Count, _at.Variables.Count - known.Count);
                _at.Variables.Zip(known).ToList().ForEach(pair => pair.First.Known = pair.Second);
                return null;
            }

            arguments.Add((isNamed ? parameter.Name + ": " : "") + argument);
        }

        _at.Variables.AddRange(declared);
        return $"{helper.Name}({string.Join(", ", arguments)})";
    }

    private string? Argument(Sort sort, Passing passing, int depth, bool byWeight, List<Variable> declared)
    {
        switch (passing)
        {
            case Passing.Value:
                return Value(sort, depth - 1, byWeight);
            case Passing.In:
                return Chance(3) ? Value(sort, depth - 1, byWeight)
                    : Place(sort, byWeight, isWritten: false) is { } read ? (Chance(2) ? "in " : "") + read
                    : Value(sort, depth - 1, byWeight);
            case Passing.Out when Chance(2):
                if (_at.Outside is not null && sort == Sort.Integer)
                {
                    return "out _";
                }

                var name = NewName();
                declared.Add(new(name, sort) { DiffersByWeight = sort != Sort.Integer, Branches = _at.Branches });
                return $"out {Pick("var", Keyword(sort))} {name}";
            case Passing.Out when Chance(4):
                return "out _";
            default:
                return Place(sort, byWeight, isWritten: true) is { } place ? $"{(passing == Passing.Ref ? "ref" : "out")} {place}" : passing == Passing.Out ? "out _" : null;
        }
    }

    /// <summary>Something that can be passed by reference.</summary>
    private string? Place(Sort sort, bool byWeight, bool isWritten)
    {
        if (sort == Sort.Number && Chance(4) && ElementPlace() is { } element)
        {
            return element;
        }

        var places = isWritten ? _at.Writable(sort, byWeight) : [.. _at.Readable(sort, byWeight).Where(variable => variable.IsAssignable)];
        if (places.Count == 0)
        {
            return null;
        }

        // The same place twice is an alias.
        var place = _lastPlace is { } last && places.Contains(last) && Chance(3) ? last : Pick(places);
        _lastPlace = place;
        if (isWritten && sort != Sort.Integer)
        {
            Written(place, true);
        }

        return place.Name;
    }

    private string Value(Sort sort, int depth, bool byWeight) => sort switch
    {
        Sort.Number => Number(depth, byWeight),
        Sort.Integer => Integer(depth),
        _ => Condition(depth, byWeight),
    };

    private static string Keyword(Sort sort) => sort switch { Sort.Number => "double", Sort.Integer => "int", _ => "bool" };

    /// <summary>Writes a helper into the method that is being written.</summary>
    private string LocalFunction(bool isStatic)
    {
        string[] used = [.. _used];
        var at = _at;
        _used.Clear();
        _used.Add("_");
        var text = WriteHelper(isStatic || Chance(2), "", "");
        _at = at;
        _used.Clear();
        _used.UnionWith(used);
        return text;
    }

    /// <summary>Writes a helper that calls only those before it.</summary>
    private string WriteHelper(bool isStatic, string accessibility, string prefix)
    {
        Sort? returns = _random.Next(4) switch { 0 => null, 1 => Pick(Sort.Integer, Sort.Condition, Sort.Number), _ => Sort.Number };
        var name = $"H{Text(_helpers.Count)}";
        var parameters = new List<(string Name, Sort Sort, Passing Passing)>();
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            var sort = Chance(4) ? Pick(Sort.Integer, Sort.Condition) : Sort.Number;
            var passing = returns == Sort.Integer ? Passing.Value : Pick(Passing.Value, Passing.Value, Passing.In, Passing.Ref, Passing.Ref, Passing.Out);
            parameters.Add((Pick("a", "b", "p", "x", "m", "value", "@in", "weight", "i") + Text(parameters.Count), returns == Sort.Integer ? Sort.Integer : sort, passing));
        }

        _used.UnionWith(parameters.Select(parameter => parameter.Name));
        _at = new()
        {
            IsStatic = isStatic,
            IsHelper = true,
            Returns = returns,
            Variables =
            [
                .. parameters.Where(parameter => parameter.Passing != Passing.Out).Select(parameter => new Variable(parameter.Name, parameter.Sort)
                {
                    DiffersByWeight = parameter.Sort != Sort.Integer,
                    IsAssignable = parameter.Passing != Passing.In,
                }),
            ],
        };
        var list = string.Join(", ", parameters.Select(parameter => parameter.Passing switch { Passing.Value => "", Passing.In => "in ", Passing.Ref => "ref ", _ => "out " } + $"{Keyword(parameter.Sort)} {parameter.Name}"));
        var head = $"{accessibility}{(isStatic ? " static" : "")} {(returns is { } sort2 ? Keyword(sort2) : "void")} {name}({list})";
        var outs = parameters.Where(parameter => parameter.Passing == Passing.Out).ToList();
        var text = head;
        if (returns is { } only && outs.Count == 0 && Chance(4))
        {
            text += $" => {Value(only, 3, true)};\n";
        }
        else
        {
            var body = "";
            foreach (var parameter in outs)
            {
                body += $"        {parameter.Name} = {Value(parameter.Sort, 2, true)};\n";
                _at.Variables.Add(new(parameter.Name, parameter.Sort) { DiffersByWeight = parameter.Sort != Sort.Integer });
            }

            body += Statements(_random.Next(0, 4), 2, "        ");
            body += returns is { } last ? $"        return {Value(last, 2, true)};\n" : "";
            text += $"\n    {{\n{body}    }}\n";
        }

        _helpers.Add(new(prefix + name, returns, parameters, isStatic));
        return "    " + text;
    }
}
