namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>Takes a failing rule apart, as long as what is left fails: what remains shows the fault and little else.</summary>
internal static class Shrinker
{
    /// <summary>How many simpler rules are compiled at once.</summary>
    private const int Batch = 30;

    /// <summary>How many batches at most.</summary>
    private const int Patience = 60;

    /// <summary>The smallest failing rule that was found.</summary>
    /// <param name="rule">A rule that fails.</param>
    /// <param name="failing">Which of several rules, all with different names, fail.</param>
    public static RuleTree Shrink(RuleTree rule, Func<IReadOnlyList<RuleTree>, IReadOnlyCollection<RuleTree>> failing)
    {
        var patience = Patience;
        for (var hasShrunk = true; hasShrunk && patience > 0;)
        {
            hasShrunk = false;
            foreach (var batch in Simpler(rule).Where(IsValid).OrderBy(simpler => simpler.Size).Chunk(Batch))
            {
                var candidates = batch.Select((simpler, index) => simpler with { Name = $"Simpler{patience}x{index}" }).ToList();
                if (failing(candidates).MinBy(candidate => candidate.Size) is { } smaller)
                {
                    rule = smaller with { Name = rule.Name };
                    hasShrunk = true;
                    break;
                }

                if (--patience == 0)
                {
                    break;
                }
            }
        }

        return rule;
    }

    /// <summary>The rules that have one thing less.</summary>
    private static IEnumerable<RuleTree> Simpler(RuleTree rule)
    {
        for (var index = 0; index < rule.Methods.Count && rule.Methods.Count > 1; index++)
        {
            yield return rule with { Methods = [.. rule.Methods.Take(index), .. rule.Methods.Skip(index + 1)] };
        }

        foreach (var method in rule.Methods.Distinct())
        {
            foreach (var simpler in Simpler(method))
            {
                yield return rule with { Methods = [.. rule.Methods.Select(other => other == method ? simpler : other)] };
            }
        }

        foreach (var helper in rule.Helpers)
        {
            if (!rule.Methods.Any(method => rule.HelpersOf(method.Body).Contains(helper)))
            {
                yield return rule with { Helpers = [.. rule.Helpers.Where(other => other != helper)] };
            }

            foreach (var body in Simpler(helper.Body))
            {
                yield return rule with { Helpers = [.. rule.Helpers.Select(other => other == helper ? helper with { Body = body } : other)] };
            }
        }
    }

    /// <summary>A part of the library becomes one of the rule's own, which can be taken apart.</summary>
    private static IEnumerable<MethodTree> Simpler(MethodTree method)
    {
        if (method.IsOfLibrary)
        {
            yield return method with { IsOfLibrary = false };
            yield break;
        }

        foreach (var body in Simpler(method.Body))
        {
            yield return method with { Body = body };
        }

        foreach (var state in method.States)
        {
            yield return method.WithStates([.. method.States.Where(other => other != state)]);
        }

        foreach (var draw in method.Draws)
        {
            yield return method with { Draws = [.. method.Draws.Where(other => other != draw)] };
        }

        foreach (var input in method.Inputs)
        {
            yield return method with { Inputs = [.. method.Inputs.Where(other => other != input)] };
        }
    }

    private static IEnumerable<Node> Simpler(Node node)
    {
        // In place of an expression: one of its parts, or a constant.
        if (node.Sort != Sort.Statement && node.Children.Count > 0)
        {
            foreach (var child in node.Children.Where(child => child.Sort == node.Sort))
            {
                yield return child;
            }

            yield return node.Sort switch
            {
                Sort.Number => new(Kind.Literal, [], "1.0", 1),
                Sort.Integer => new(Kind.IntegerLiteral, [], value: 1),
                _ => new(Kind.Flag, []),
            };
        }

        if (node.Kind == Kind.If)
        {
            foreach (var block in node.Children.Skip(1))
            {
                yield return block;
            }
        }

        if (node.Kind == Kind.For && node.Value > 1)
        {
            yield return new(Kind.For, node.Children, value: 1, symbol: node.Symbol);
        }

        for (var index = 0; index < node.Children.Count; index++)
        {
            // A block loses a statement, or takes up the statements of a block in it; an if loses its else.
            if (node.Kind == Kind.Block || (node.Kind == Kind.If && index == 2))
            {
                yield return node.With([.. node.Children.Take(index), .. node.Children.Skip(index + 1)]);
            }

            if (node.Kind == Kind.Block && node[index].Kind == Kind.Block)
            {
                yield return node.With([.. node.Children.Take(index), .. node[index].Children, .. node.Children.Skip(index + 1)]);
            }

            foreach (var simpler in Simpler(node[index]))
            {
                yield return node.With([.. node.Children.Take(index), simpler, .. node.Children.Skip(index + 1)]);
            }
        }
    }

    /// <summary>
    /// Whether it is still C# that runs: each variable is declared before it is used, what returns a value does, and the library's sign,
    /// for which NaN is an error, sees none.
    /// </summary>
    private static bool IsValid(RuleTree rule)
        => rule.Methods.All(IsValid)
            && rule.Helpers.All(helper => IsValid(helper.Body, [.. helper.Parameters]) && (!helper.ReturnsValue || ReturnsAtItsEnd(helper.Body)))
            && rule.Turns.Select((turn, index) => !LibraryParts.NeedsNumber(turn.Method) || (index > 0 && LibraryParts.GivesNumber(rule.Turns[index - 1].Method))).All(isFine => isFine);

    private static bool IsValid(MethodTree method)
    {
        HashSet<Symbol> known = [RuleTree.Weight, RuleTree.Gradient, RuleTree.Step, RuleTree.K, RuleTree.Phase, .. method.Inputs, .. method.Draws.Select(draw => draw.Symbol), .. method.States.Select(state => state.Symbol)];
        if (method.Role == Role.Transform)
        {
            known.Add(RuleTree.Update);
        }

        var rounds = method.Body.DescendantsAndSelf().Where(node => node.Kind == Kind.For).ToDictionary(node => node.Symbol!, node => (int)node.Value);
        return IsValid(method.Body, known)
            && method.Body.DescendantsAndSelf().Where(node => node.Kind is Kind.Element or Kind.AssignElement).All(node => Range(node.Children[^1], rounds) is (>= 0, var last) && last < node.Value)
            && (method.Role != Role.Transform || ReturnsAtItsEnd(method.Body));
    }

    /// <summary>The smallest and the largest value of an index; <see langword="null"/> for one that C# would not know.</summary>
    private static (int First, int Last)? Range(Node index, Dictionary<Symbol, int> rounds) => index.Kind switch
    {
        Kind.IntegerLiteral => ((int)index.Value, (int)index.Value),
        Kind.IntegerVariable when rounds.TryGetValue(index.Symbol!, out var count) => (0, count - 1),
        Kind.IntegerBinary when Range(index[0], rounds) is var (first, last) && Range(index[1], rounds) is var (least, most)
            => index.Text == "+" ? (first + least, last + most) : (first - most, last - least),
        _ => null,
    };

    private static bool ReturnsAtItsEnd(Node body) => body.Children is [.., { Kind: Kind.Return }];

    private static bool IsValid(Node node, HashSet<Symbol> known)
    {
        switch (node.Kind)
        {
            case Kind.Block:
                HashSet<Symbol> inside = [.. known];
                return node.Children.All(child => IsValid(child, inside));
            case Kind.For:
                return (node.Text.Length == 0 || known.Any(symbol => symbol.Name == node.Text)) && IsValid(node[0], [.. known, node.Symbol!]);
            case Kind.Declare or Kind.DeclareCondition:
                return IsValid(node[0], known) && known.Add(node.Symbol!);
            default:
                return (node.Symbol is null || known.Contains(node.Symbol)) && node.Children.All(child => IsValid(child, known));
        }
    }
}
