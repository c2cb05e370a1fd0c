using System.Numerics;
using Descent.CompilerServices;
using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>
/// Computes what a random rule means from its own tree, for one weight after the other, by the definition of rates alone: what is the same
/// for all weights is computed in double, and rounded once to <typeparamref name="T"/> where it meets a value that is not. It shares nothing
/// with the compiler: neither its reader nor its IR.
/// </summary>
/// <remarks>
/// Both arms of a choice are evaluated, because whether the outcome differs from weight to weight depends on both: it does if the condition
/// or an arm does, unless the arms leave the very same value. Where the condition follows from constants, only its arm counts.
/// </remarks>
internal sealed class TreeEvaluator<T>(RuleTree rule) : ISpecification<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<Turn> _turns = rule.Turns;

    /// <summary>Where the memory of each state is, among those with one value for each weight.</summary>
    private readonly int[] _places = [.. rule.States.Select((_, index) => rule.States.Take(index).Count(before => before.Scope == StateScope.Element))];
    private readonly List<T> _terms = [];
    private MethodTree _method = rule.Methods[0];
    private List<double> _totals = [];
    private string _reduction = "";
    private int _position;
    private int _identities;

    public void Run(int step, T[] weights, T[] gradients, IReadOnlyList<T[]> states, double[] scalars, IReadOnlyList<T[]> inputs)
    {
        _totals = [];
        while (true)
        {
            var (newWeights, newStates, newScalars) = ((T[])weights.Clone(), states.Select(state => (T[])state.Clone()).ToArray(), (double[])scalars.Clone());
            _terms.Clear();
            for (var index = 0; index < weights.Length; index++)
            {
                RunOne(step, index, newWeights, gradients, newStates, scalars, newScalars, inputs);
            }

            if (_terms.Count == 0)
            {
                newWeights.CopyTo(weights, 0);
                newScalars.CopyTo(scalars, 0);
                for (var state = 0; state < states.Count; state++)
                {
                    newStates[state].CopyTo(states[state], 0);
                }

                return;
            }

            var kind = _reduction switch { "Max" => Descent.CompilerServices.ReductionKind.Max, "Min" => Descent.CompilerServices.ReductionKind.Min, _ => Descent.CompilerServices.ReductionKind.Sum };
            _totals.Add(Reduction.TotalOf<T>(kind, _terms.ToArray()));
        }
    }

    private void RunOne(int step, int index, T[] weights, T[] gradients, T[][] states, double[] oldScalars, double[] scalars, IReadOnlyList<T[]> inputs)
    {
        (_position, _identities) = (0, 0);
        var input = 0;
        var (weight, gradient) = (Element(weights[index]), Element(gradients[index]));
        var (update, hasStepped) = (gradient, !rule.IsChain);
        foreach (var (method, firstState) in _turns)
        {
            if (method.Role == Role.AfterStep && !hasStepped)
            {
                (weight, hasStepped) = (Binary("-", weight, update, isConstant: false), true);
            }

            var variables = new Variables<T>();
            variables[RuleTree.Weight] = Own(weight);
            variables[RuleTree.Gradient] = Own(gradient);
            variables[RuleTree.Update] = Own(update);
            variables[RuleTree.Step] = Integer(step, Level.Step);
            variables[RuleTree.K] = Integer(method.Period, Level.Step);
            variables[RuleTree.Phase] = Integer(step % method.Period, Level.Step);
            foreach (var symbol in method.Inputs)
            {
                variables[symbol] = Element(inputs[input++][index]);
            }

            for (var state = 0; state < method.States.Count; state++)
            {
                var (symbol, scope) = (method.States[state].Symbol, method.States[state].Scope);
                variables[symbol] = scope == StateScope.Element
                    ? Element(states[_places[firstState + state]][index])
                    : Number(oldScalars[firstState + state], scope == StateScope.Tensor ? Level.Tensor : Level.Step);
            }

            _method = method;
            Run(new Pending(method.Body, null), variables);
            for (var state = 0; state < method.States.Count; state++)
            {
                var value = variables[method.States[state].Symbol];
                if (method.States[state].Scope == StateScope.Element)
                {
                    states[_places[firstState + state]][index] = value.AsElement;
                }
                else
                {
                    scalars[firstState + state] = value.Number;
                }
            }

            (weight, update) = method.Role == Role.Transform ? (weight, Own(variables.Returned)) : (Own(variables[RuleTree.Weight]), update);
        }

        weights[index] = (hasStepped ? weight : Binary("-", weight, update, isConstant: false)).AsElement;
    }

    /// <summary>Statements still to run; two arms share what follows them.</summary>
    private sealed record Pending(Node First, Pending? Rest, int Round = -1);

    private void Run(Pending? pending, Variables<T> variables)
    {
        while (pending is not null && !variables.HasReturned)
        {
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
                case Kind.Assign when statement.Text == "=":
                    variables[statement.Symbol!] = Evaluate(statement[0], variables);
                    break;
                case Kind.Assign:
                    variables[statement.Symbol!] = Binary(statement.Text[..1], variables[statement.Symbol!], Evaluate(statement[0], variables), isConstant: false);
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

        var after = statement.MayReturn ? rest : null;
        var (whenTrue, whenFalse) = (variables.Copy(), variables.Copy());
        Run(new Pending(statement[1], after), whenTrue);
        Run(otherwise is null ? after : new Pending(otherwise, after), whenFalse);
        variables.Merge(whenTrue, whenFalse, (first, second) => Join(condition, first, second));
        return statement.MayReturn ? null : rest;
    }

    private Value<T> Evaluate(Node node, Variables<T> variables)
    {
        Value<T> Child(int index) => Evaluate(node[index], variables);
        switch (node.Kind)
        {
            case Kind.Literal:
                return Number(node.Value, Level.Constant) with { IsKnown = true };
            case Kind.IntegerLiteral:
                return Integer((int)node.Value, Level.Constant) with { IsKnown = true };
            case Kind.Hyperparameter:
                return Number(node.Value, Level.Step);
            case Kind.IntegerHyperparameter:
                return Integer((int)node.Value, Level.Step);
            case Kind.Flag:
                return Condition(_method.Flag, Level.Step);
            case Kind.Variable or Kind.IntegerVariable or Kind.ConditionVariable:
                return variables[node.Symbol!];
            case Kind.FromInteger:
                var integer = Child(0);
                return Number(integer.Integer, integer.Level) with { IsKnown = integer.IsKnown };
            case Kind.Binary:
                return Binary(node.Text, Child(0), Child(1), node.IsConstant);
            case Kind.Negate:
                var negated = Child(0);
                return Compute(x => -x[0], x => -x[0], negated) with { IsKnown = negated.IsKnown };
            case Kind.Math:
                return OfMath(node.Text, [.. node.Children.Select(child => Evaluate(child, variables))]);
            case Kind.Clamp:
                return Compute(x => Math.Clamp(x[0], x[1], x[2]), x => T.Clamp(x[0], x[1], x[2]), Child(0), Child(1), Child(2));
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
            case Kind.Call:
                return Call(node.Text, [.. node.Children.Select(child => Evaluate(child, variables))]);
            case Kind.Reduce:
                return Reduce(node.Text, Child(0));
            case Kind.Count:
                return Reduce("Sum", Choose(Child(0), () => Literal(1), () => Literal(0)));
            case Kind.IntegerBinary:
                return OnIntegers(node.Text, Child(0), Child(1));
            case Kind.IntegerMath:
                var (left, right) = (Child(0), Child(node.Children.Count - 1));
                return Integer(node.Text switch { "Math.Abs" => Math.Abs(left.Integer), "Math.Min" => Math.Min(left.Integer, right.Integer), _ => Math.Max(left.Integer, right.Integer) }, Highest(left, right));
            case Kind.Compare:
                return Compare(node.Text, Child(0), Child(1));
            case Kind.CompareIntegers:
                var (one, two) = (Child(0), Child(1));
                return Ordered(node.Text, one with { Level = Highest(one, two), IsKnown = one.IsKnown && two.IsKnown }, one.Integer.CompareTo(two.Integer));
            case Kind.Classify:
                var classified = Child(0);
                var magnitude = Compute(x => Math.Abs(x[0]), x => T.Abs(x[0]), classified) with { IsKnown = classified.IsKnown };
                return node.Text switch
                {
                    "IsNaN" => Compare("!=", classified, classified),
                    "IsFinite" => Compare("<", magnitude, Literal(double.PositiveInfinity)),
                    _ => Compare("==", magnitude, Literal(double.PositiveInfinity)),
                };
            case Kind.Not:
                return Not(Child(0));
            case Kind.AndAlso:
                return Choose(Child(0), () => Child(1), () => Condition(false, Level.Constant) with { IsKnown = true });
            case Kind.OrElse:
                return Choose(Child(0), () => Condition(true, Level.Constant) with { IsKnown = true }, () => Child(1));
            case Kind.ExclusiveOr:
                return Logic((a, b) => a ^ b, Child(0), Child(1));
            default:
                throw new NotSupportedException(node.Kind.ToString());
        }
    }

    /// <summary>Calls a helper. Inside, its parameters are values of their own, and so is its result outside.</summary>
    private Value<T> Call(string name, List<Value<T>> arguments)
    {
        var helper = rule.Helper(name);
        var variables = new Variables<T>();
        foreach (var (parameter, argument) in helper.Parameters.Zip(arguments))
        {
            variables[parameter] = Own(argument);
        }

        Run(new Pending(helper.Body, null), variables);
        return Own(helper.ReturnsValue ? variables.Returned : variables[helper.Parameters[0]]);
    }

    private Value<T> Reduce(string reduction, Value<T> term)
    {
        var position = _position++;
        if (position == _totals.Count)
        {
            _reduction = reduction;
            _terms.Add(term.AsElement);
        }

        return Number(position < _totals.Count ? _totals[position] : 1, Level.Tensor);
    }

    private Value<T> Choose(Value<T> condition, Func<Value<T>> whenTrue, Func<Value<T>> whenFalse)
        => condition.IsKnown ? (condition.Condition ? whenTrue() : whenFalse()) : Join(condition, whenTrue(), whenFalse());

    private Value<T> Join(Value<T> condition, Value<T> whenTrue, Value<T> whenFalse)
    {
        if (whenTrue.Identity == whenFalse.Identity)
        {
            return whenTrue;
        }

        var chosen = condition.Condition ? whenTrue : whenFalse;
        var level = (Level)Math.Max((int)condition.Level, (int)Highest(whenTrue, whenFalse));
        return chosen with { Identity = ++_identities, Level = level, IsKnown = false, Element = level == Level.Element ? chosen.AsElement : default };
    }

    private Value<T> Binary(string symbol, Value<T> left, Value<T> right, bool isConstant) => (symbol switch
    {
        "+" => Compute(x => x[0] + x[1], x => x[0] + x[1], left, right),
        "-" => Compute(x => x[0] - x[1], x => x[0] - x[1], left, right),
        "*" => Compute(x => x[0] * x[1], x => x[0] * x[1], left, right),
        "/" => Compute(x => x[0] / x[1], x => x[0] / x[1], left, right),
        _ => Compute(x => x[0] % x[1], x => x[0] % x[1], left, right),
    }) with { IsKnown = left.IsKnown && right.IsKnown && (symbol != "%" || isConstant) };

    private Value<T> OfMath(string function, Value<T>[] arguments) => function switch
    {
        "Math.Sqrt" => Compute(x => Math.Sqrt(x[0]), x => T.Sqrt(x[0]), arguments) with { IsKnown = arguments[0].IsKnown },
        "Math.Abs" => Compute(x => Math.Abs(x[0]), x => T.Abs(x[0]), arguments) with { IsKnown = arguments[0].IsKnown },
        "Math.Floor" => Compute(x => Math.Floor(x[0]), x => T.Floor(x[0]), arguments),
        "Math.Ceiling" => Compute(x => Math.Ceiling(x[0]), x => T.Ceiling(x[0]), arguments),
        "Math.Round" => Compute(x => Math.Round(x[0]), x => T.Round(x[0]), arguments),
        "Math.Truncate" => Compute(x => Math.Truncate(x[0]), x => T.Truncate(x[0]), arguments),
        "Math.Min" => Compute(x => Math.Min(x[0], x[1]), x => T.Min(x[0], x[1]), arguments),
        "Math.Max" => Compute(x => Math.Max(x[0], x[1]), x => T.Max(x[0], x[1]), arguments),
        "Math.CopySign" => Compute(x => Math.CopySign(x[0], x[1]), x => T.CopySign(x[0], x[1]), arguments),
        "Math.FusedMultiplyAdd" => Compute(x => Math.FusedMultiplyAdd(x[0], x[1], x[2]), x => T.FusedMultiplyAdd(x[0], x[1], x[2]), arguments),
        "Math.Exp" => Lanewise(x => Math.Exp(x[0]), arguments),
        "Math.Log" => Lanewise(x => Math.Log(x[0]), arguments),
        "Math.Tanh" => Lanewise(x => Math.Tanh(x[0]), arguments),
        "Math.Sin" => Lanewise(x => Math.Sin(x[0]), arguments),
        "Math.Cos" => Lanewise(x => Math.Cos(x[0]), arguments),
        "Math.Cbrt" => Lanewise(x => Math.Cbrt(x[0]), arguments),
        "Math.Atan" => Lanewise(x => Math.Atan(x[0]), arguments),
        "Math.Log2" => Lanewise(x => Math.Log2(x[0]), arguments),
        "Math.Pow" => Lanewise(x => Math.Pow(x[0], x[1]), arguments),
        "Math.Atan2" => Lanewise(x => Math.Atan2(x[0], x[1]), arguments),
        _ => throw new NotSupportedException(function),
    };

    /// <summary>A function without a vector form: computed in double and rounded.</summary>
    private Value<T> Lanewise(Func<double[], double> function, Value<T>[] arguments)
        => Compute(function, x => T.CreateTruncating(function([.. x.Select(double.CreateTruncating)])), arguments);

    private Value<T> Compute(Func<double[], double> below, Func<T[], T> atElements, params Value<T>[] operands)
    {
        var level = Highest(operands);
        return level == Level.Element ? Element(atElements([.. operands.Select(operand => operand.AsElement)])) : Number(below([.. operands.Select(operand => operand.Number)]), level);
    }

    private Value<T> Compare(string symbol, Value<T> left, Value<T> right)
    {
        var level = Highest(left, right);
        var holds = level == Level.Element ? Holds(symbol, left.AsElement, right.AsElement) : Holds(symbol, left.Number, right.Number);
        return Condition(holds, level) with { IsKnown = left.IsKnown && right.IsKnown };
    }

    private static bool Holds<TNumber>(string symbol, TNumber left, TNumber right)
        where TNumber : IComparisonOperators<TNumber, TNumber, bool> => symbol switch
        {
            ">" => left > right,
            "<" => left < right,
            ">=" => left >= right,
            "<=" => left <= right,
            "==" => left == right,
            _ => left != right,
        };

    private Value<T> Ordered(string symbol, Value<T> left, int order) => Condition(Holds(symbol, order, 0), left.Level) with { IsKnown = left.IsKnown };

    private Value<T> OnIntegers(string symbol, Value<T> left, Value<T> right)
    {
        long exact = symbol switch { "+" => (long)left.Integer + right.Integer, "-" => (long)left.Integer - right.Integer, "*" => (long)left.Integer * right.Integer, _ => left.Integer % right.Integer };
        return Integer(unchecked((int)exact), Highest(left, right)) with { IsKnown = left.IsKnown && right.IsKnown && exact == (int)exact };
    }

    private Value<T> Not(Value<T> condition) => Condition(!condition.Condition, condition.Level) with { IsKnown = condition.IsKnown };

    private Value<T> Logic(Func<bool, bool, bool> operation, Value<T> left, Value<T> right)
        => Condition(operation(left.Condition, right.Condition), Highest(left, right)) with { IsKnown = left.IsKnown && right.IsKnown };

    private static Level Highest(params ReadOnlySpan<Value<T>> values)
    {
        var highest = Level.Constant;
        foreach (var value in values)
        {
            highest = value.Level > highest ? value.Level : highest;
        }

        return highest;
    }

    /// <summary>The value as another one: what goes into a method and what comes out is no longer the variable that it was.</summary>
    private Value<T> Own(Value<T> value) => value with { Identity = ++_identities };

    private Value<T> Literal(double value) => Number(value, Level.Constant) with { IsKnown = true };

    private Value<T> Number(double value, Level level) => new() { Identity = ++_identities, Level = level, Number = value };

    private Value<T> Element(T value) => new() { Identity = ++_identities, Level = Level.Element, Element = value };

    private Value<T> Integer(int value, Level level) => new() { Identity = ++_identities, Level = level, Integer = value };

    private Value<T> Condition(bool value, Level level) => new() { Identity = ++_identities, Level = level, Condition = value };
}
