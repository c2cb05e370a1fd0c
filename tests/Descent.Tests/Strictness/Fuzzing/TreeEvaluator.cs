using System.Numerics;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>
/// Computes what a method of a random rule means from its own tree, at one weight. It shares nothing with the compiler: neither its reader
/// nor its IR.
/// </summary>
/// <remarks>
/// Both arms of a choice are evaluated, because whether the outcome differs from weight to weight depends on both: it does if the condition
/// or an arm does, unless the arms leave the very same value, constant or hyperparameter. Where the condition follows from constants, only its arm counts. What follows a
/// choice of which one arm has returned belongs to the other arm; what follows one that may have returned somewhere inside runs where it has not.
/// </remarks>
internal abstract class TreeEvaluator<T>(RuleTree rule) : Arithmetic<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The hyperparameters of the method that were read, which are the same however often they are.</summary>
    private readonly Dictionary<string, Value<T>> _hyperparameters = [];

    private MethodTree _method = rule.Methods[0];

    /// <summary>Runs a method at one weight.</summary>
    /// <param name="method">The method.</param>
    /// <param name="variables">Its parameters; afterwards what they hold, and what it returned.</param>
    protected void Run(MethodTree method, Variables<T> variables)
    {
        _method = method;
        _hyperparameters.Clear();
        Run(new Pending(method.Body, null), variables);
    }

    /// <summary>The total of a reduction.</summary>
    protected abstract Value<T> Reduce(string kind, Over over, Value<T> term);

    /// <summary>What an operation on whole matrices gives a weight, and what it makes of the square states that it takes, in their order.</summary>
    protected abstract (Value<T> Given, IReadOnlyList<Value<T>> Squares) Apply(Node operation, IReadOnlyList<Value<T>> arguments);

    /// <summary>How many terms a reduction within the tensor has.</summary>
    protected abstract double CountOf(Over over);

    /// <summary>Statements still to run; two arms share what follows them.</summary>
    private sealed record Pending(Node First, Pending? Rest, int Round = -1);

    private void Run(Pending? pending, Variables<T> variables)
    {
        while (pending is not null && !variables.HasReturned)
        {
            if (variables.MayHaveReturned is { } left)
            {
                var (gone, here) = (variables.Copy(), variables.Copy());
                gone.HasReturned = true;
                Run(pending, here);
                Merge(variables, left, gone, here);
                return;
            }

            var (statement, rest, round) = pending;
            pending = rest;
            switch (statement.Kind)
            {
                case Kind.Block:
                    for (var child = statement.Children.Count - 1; child >= 0; child--)
                    {
                        pending = new Pending(statement[child], pending);
                    }

                    break;
                case Kind.For when round < 0:
                    for (var next = (int)statement.Value - 1; next >= 0; next--)
                    {
                        pending = new Pending(statement, pending, next);
                    }

                    break;
                case Kind.For:
                    variables[statement.Symbol!] = Integer(round, Level.Constant) with { IsKnown = true };
                    pending = new Pending(statement[0], rest);
                    break;
                case Kind.If:
                    pending = Branch(statement, rest, variables);
                    break;
                case Kind.Return:
                    variables.HasReturned = true;
                    variables.Returned = statement.Children.Count > 0 ? Evaluate(statement[0], variables) : default;
                    break;
                case Kind.Declare or Kind.DeclareCondition:
                    variables[statement.Symbol!] = Evaluate(statement[0], variables);
                    break;
                case Kind.Assign or Kind.AssignElement:
                    var target = statement.Kind == Kind.Assign ? statement.Symbol! : statement.Symbol!.Element(Evaluate(statement[1], variables).Integer);
                    var assigned = Evaluate(statement[0], variables);
                    variables[target] = statement.Text == "=" ? assigned : Binary(statement.Text[..1], variables[target], assigned, isConstant: false);
                    break;
                case Kind.Change:
                    Apply(statement, variables);
                    break;
                case Kind.Move:
                    variables[statement.Symbol!] = Call(statement.Text, [variables[statement.Symbol!], .. statement.Children.Select(child => Evaluate(child, variables))]);
                    break;
                default:
                    throw new NotSupportedException(statement.Kind.ToString());
            }
        }
    }

    private Pending? Branch(Node statement, Pending? rest, Variables<T> variables)
    {
        var condition = Evaluate(statement[0], variables);
        var otherwise = statement.Children.Count > 2 ? statement[2] : null;
        if (condition.IsKnown)
        {
            return condition.Condition ? new Pending(statement[1], rest) : otherwise is null ? rest : new Pending(otherwise, rest);
        }

        var (whenTrue, whenFalse) = (variables.Copy(), variables.Copy());
        Run(new Pending(statement[1], null), whenTrue);
        Run(otherwise is null ? null : new Pending(otherwise, null), whenFalse);
        if (whenTrue.HasReturned != whenFalse.HasReturned)
        {
            Run(rest, whenTrue.HasReturned ? whenFalse : whenTrue);
            rest = null;
        }

        Merge(variables, condition, whenTrue, whenFalse);
        return rest;
    }

    private void Merge(Variables<T> variables, Value<T> condition, Variables<T> whenTrue, Variables<T> whenFalse)
    {
        variables.Merge(whenTrue, whenFalse, (first, second) => Join(condition, first, second));
        variables.HasReturned = whenTrue.HasReturned && whenFalse.HasReturned;
        variables.MayHaveReturned = variables.HasReturned || !(MayHave(whenTrue) || MayHave(whenFalse)) ? null : Join(condition, Left(whenTrue), Left(whenFalse));

        static bool MayHave(Variables<T> arm) => arm.HasReturned || arm.MayHaveReturned is not null;

        Value<T> Left(Variables<T> arm) => arm.MayHaveReturned ?? Condition(arm.HasReturned, Level.Constant) with { IsKnown = true };
    }

    private Value<T> Evaluate(Node node, Variables<T> variables)
    {
        switch (node.Kind)
        {
            case Kind.Literal:
                return Number(node.Value, Level.Constant) with { IsKnown = true };
            case Kind.IntegerLiteral:
                return Integer((int)node.Value, Level.Constant) with { IsKnown = true };
            case Kind.Hyperparameter or Kind.IntegerHyperparameter or Kind.Flag:
                return Hyperparameter(node);
            case Kind.Variable or Kind.IntegerVariable or Kind.ConditionVariable:
                return variables[node.Symbol!];
            case Kind.Element:
                return variables[node.Symbol!.Element(Evaluate(node[0], variables).Integer)];
            case Kind.FromInteger:
                var integer = Evaluate(node[0], variables);
                return Number(integer.Integer, integer.Level) with { IsKnown = integer.IsKnown };
            case Kind.Binary:
                return Binary(node.Text, Evaluate(node[0], variables), Evaluate(node[1], variables), node.IsConstant);
            case Kind.Negate:
                var negated = Evaluate(node[0], variables);
                return Compute(x => -x[0], x => -x[0], negated) with { IsKnown = negated.IsKnown };
            case Kind.Math:
                return OfMath(node.Text, [.. EvaluateAll(node, variables)]);
            case Kind.Clamp:
                return Compute(x => Math.Clamp(x[0], x[1], x[2]), x => T.Clamp(x[0], x[1], x[2]), Evaluate(node[0], variables), Evaluate(node[1], variables), Evaluate(node[2], variables));
            case Kind.Call:
                return Call(node.Text, [.. EvaluateAll(node, variables)]);
            case Kind.Reduce when node.Text == "Mean":
                return Binary("/", Reduce("Sum", node.Over, Evaluate(node[0], variables)), Number(CountOf(node.Over), Level.Tensor), isConstant: false);
            case Kind.Reduce:
                return Reduce(node.Text, node.Over, Evaluate(node[0], variables));
            case Kind.Count:
                return Reduce("Sum", node.Over, Choose(Evaluate(node[0], variables), () => Literal(1), () => Literal(0)));
            case Kind.Whole:
                return Apply(node, variables);
            case Kind.Extent:
                return Number(CountOf(node.Text switch { "Length" => Over.Tensor, "Rows" => Over.Rows, _ => Over.Row }), Level.Tensor);
            case Kind.IntegerBinary:
                return OnIntegers(node.Text, Evaluate(node[0], variables), Evaluate(node[1], variables));
            case Kind.IntegerMath:
                var (left, right) = (Evaluate(node[0], variables), Evaluate(node[node.Children.Count - 1], variables));
                return Integer(node.Text switch { "Math.Abs" => Math.Abs(left.Integer), "Math.Min" => Math.Min(left.Integer, right.Integer), _ => Math.Max(left.Integer, right.Integer) }, Highest(left, right))
                    with { IsKnown = left.IsKnown && right.IsKnown };
            case Kind.Compare:
                return Compare(node.Text, Evaluate(node[0], variables), Evaluate(node[1], variables));
            case Kind.CompareIntegers:
                var (one, two) = (Evaluate(node[0], variables), Evaluate(node[1], variables));
                return Ordered(node.Text, one with { Level = Highest(one, two), IsKnown = one.IsKnown && two.IsKnown }, one.Integer.CompareTo(two.Integer));
            case Kind.Classify:
                var classified = Evaluate(node[0], variables);
                var magnitude = Compute(x => Math.Abs(x[0]), x => T.Abs(x[0]), classified) with { IsKnown = classified.IsKnown };
                return node.Text switch
                {
                    "IsNaN" => Compare("!=", classified, classified),
                    "IsFinite" => Compare("<", magnitude, Literal(double.PositiveInfinity)),
                    _ => Compare("==", magnitude, Literal(double.PositiveInfinity)),
                };
            case Kind.Not:
                return Not(Evaluate(node[0], variables));
            case Kind.ExclusiveOr:
                return Logic((a, b) => a ^ b, Evaluate(node[0], variables), Evaluate(node[1], variables));
            default:
                return EvaluateChoice(node, variables);
        }
    }

    /// <summary>What evaluates only some of its parts, or one of them more than once. Apart, so that nothing else pays for what its functions close over.</summary>
    private Value<T> EvaluateChoice(Node node, Variables<T> variables)
    {
        Value<T> Child(int index) => Evaluate(node[index], variables);
        switch (node.Kind)
        {
            case Kind.Sign:
                var signed = Child(0);
                return Choose(
                    Compare("!=", signed, signed),
                    () => Number(0, Level.Constant) with { IsKnown = true },
                    () => Compute(x => double.IsNaN(x[0]) ? x[0] : Math.Sign(x[0]), x => T.IsNaN(x[0]) ? x[0] : T.CreateTruncating(T.Sign(x[0])), signed));
            case Kind.Choose or Kind.IntegerChoose:
                return Choose(Child(0), () => Child(1), () => Child(2));
            case Kind.SignOf:
                return Choose(Child(0), () => Number(1, Level.Constant) with { IsKnown = true }, () => Number(-1, Level.Constant) with { IsKnown = true });
            case Kind.SwitchNumber:
                var value = Child(0);
                return Choose(
                    Compare(">", value, Literal(0.5)),
                    () => Child(1),
                    () => Choose(
                        Logic((a, b) => a | b, Compare("==", value, Literal(0)), Compare("<", value, Literal(-1))),
                        () => Child(2),
                        () => Choose(Not(Compare("<", value, Literal(0))), () => Child(3), () => Child(4))));
            case Kind.SwitchInteger:
                var number = Child(0);
                return Choose(
                    Ordered("==", number, number.Integer.CompareTo(1)),
                    () => Child(1),
                    () => Choose(
                        Logic((a, b) => a & b, Ordered(">", number, number.Integer.CompareTo(2)), Ordered("<", number, number.Integer.CompareTo(5))),
                        () => Child(2),
                        () => Child(3)));
            case Kind.AndAlso:
                return Choose(Child(0), () => Child(1), () => Condition(false, Level.Constant) with { IsKnown = true });
            case Kind.OrElse:
                return Choose(Child(0), () => Condition(true, Level.Constant) with { IsKnown = true }, () => Child(1));
            default:
                throw new NotSupportedException(node.Kind.ToString());
        }
    }

    private IEnumerable<Value<T>> EvaluateAll(Node node, Variables<T> variables) => node.Children.Select(child => Evaluate(child, variables));

    /// <summary>Applies an operation on whole matrices. Square states are what they are once all else is evaluated, which may have changed them.</summary>
    private Value<T> Apply(Node node, Variables<T> variables)
    {
        var evaluated = node.Children.Select(child => child.Kind == Kind.Square ? default : Evaluate(child, variables)).ToList();
        var (given, squares) = Apply(node, [.. node.Children.Zip(evaluated, (child, value) => child.Kind == Kind.Square ? variables[child.Symbol!] : value)]);
        foreach (var (child, square) in node.Children.Where(child => child.Kind == Kind.Square).Zip(squares))
        {
            variables[child.Symbol!] = square;
        }

        return given;
    }

    private Value<T> Hyperparameter(Node node)
    {
        var name = node.Kind == Kind.Flag ? "F" : node.Text;
        if (!_hyperparameters.TryGetValue(name, out var value))
        {
            value = node.Kind switch
            {
                Kind.Flag => Condition(_method.Flag, Level.Step),
                Kind.IntegerHyperparameter => Integer((int)node.Value, Level.Step),
                _ => Number(node.Value, Level.Step),
            };
            _hyperparameters.Add(name, value);
        }

        return value;
    }

    /// <summary>Calls a helper: what it takes and gives are the caller's values.</summary>
    private Value<T> Call(string name, List<Value<T>> arguments)
    {
        var helper = rule.Helper(name);
        var variables = new Variables<T>();
        foreach (var (parameter, argument) in helper.Parameters.Zip(arguments))
        {
            variables[parameter] = argument;
        }

        Run(new Pending(helper.Body, null), variables);
        return helper.ReturnsValue ? variables.Returned : variables[helper.Parameters[0]];
    }
}
