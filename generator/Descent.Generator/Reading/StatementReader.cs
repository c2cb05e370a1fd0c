using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// Reads the statements of a method into a program, by allow-list: what is not known here is one "not supported" problem.
/// </summary>
internal sealed class StatementReader
{
    private readonly ReadingContext _context;
    private readonly ProgramBuilder _builder;
    private readonly ExpressionReader _expressions;

    public StatementReader(ReadingContext context, ProgramBuilder builder)
    {
        _context = context;
        _builder = builder;
        _expressions = new ExpressionReader(context, builder);
    }

    public void Read(IBlockOperation body, Scope scope) => Run(new Pending(body, null), scope);

    /// <summary>
    /// Runs statements one after the other. A branch that returns takes what follows it into its arms, so that at its end both
    /// arms have run to the end of the method.
    /// </summary>
    private void Run(Pending? pending, Scope scope)
    {
        while (pending is not null && !scope.HasReturned)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            var (operation, rest) = (pending.First, pending.Rest);
            if (pending.LoopValue is var (variable, number))
            {
                scope.Set(variable, _builder.Constant(number, _context.Site(operation.Syntax)));
            }

            switch (operation)
            {
                case IBlockOperation block:
                    pending = Pending.Before(block.Operations, rest);
                    continue;
                case IConditionalOperation conditional:
                    pending = Branch(conditional, rest, scope);
                    continue;
                case IForLoopOperation loop when CountedLoop.Of(loop) is { } counted:
                    pending = Pending.ForEach(counted, loop.Body, rest);
                    continue;
                case IReturnOperation { Kind: OperationKind.Return } returned:
                    scope.Return(returned.ReturnedValue is { } value ? _expressions.Read(value, scope) : null);
                    break;
                case IExpressionStatementOperation statement:
                    _expressions.ReadForEffect(statement.Operation, scope);
                    break;
                case IVariableDeclarationGroupOperation group:
                    foreach (var declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
                    {
                        Declare(declarator, scope);
                    }

                    break;
                case IEmptyOperation:
                    break;
                case IInvalidOperation:
                    _context.HasCSharpErrors = true;
                    break;
                default:
                    _context.Unsupported(operation, Constructs.Describe(operation));
                    break;
            }

            pending = rest;
        }
    }

    private Pending? Branch(IConditionalOperation conditional, Pending? rest, Scope scope)
    {
        var site = _context.Site(conditional.Syntax);
        if (conditional.Condition.ConstantValue is { HasValue: true, Value: bool known })
        {
            var taken = known ? conditional.WhenTrue : conditional.WhenFalse;
            return taken is null ? rest : new Pending(taken, rest);
        }

        var condition = _expressions.Read(conditional.Condition, scope);
        var mayReturn = conditional.DescendantsAndSelf().Any(operation => operation is IReturnOperation);
        var after = mayReturn ? rest : null;
        var (whenTrue, whenFalse) = (scope.Copy(), scope.Copy());
        _builder.Add(Opcode.If, ScalarType.None, site, condition);
        Run(new Pending(conditional.WhenTrue, after), whenTrue);
        _builder.Add(Opcode.Else, ScalarType.None, site);
        Run(conditional.WhenFalse is { } otherwise ? new Pending(otherwise, after) : after, whenFalse);
        _builder.Add(Opcode.End, ScalarType.None, site);
        scope.Merge(_builder, condition, whenTrue, whenFalse, site);
        return mayReturn ? null : rest;
    }

    private void Declare(IVariableDeclaratorOperation declarator, Scope scope)
    {
        if (declarator.Symbol.RefKind != RefKind.None)
        {
            _context.Unsupported(declarator, "a ref local");
        }
        else if (declarator.GetVariableInitializer() is { } initializer)
        {
            var value = _expressions.Read(initializer.Value, scope);
            _builder.Name(value, declarator.Symbol.Name);
            scope.Set(declarator.Symbol, value);
        }
    }

    /// <summary>Statements still to run, as an immutable list: two branches share what follows them.</summary>
    private sealed record Pending(IOperation First, Pending? Rest, (ILocalSymbol Variable, int Value)? LoopValue = null)
    {
        /// <summary>The body of a counted loop, once for each value of its variable.</summary>
        public static Pending? ForEach(CountedLoop loop, IOperation body, Pending? rest)
        {
            for (var index = loop.Values.Count - 1; index >= 0; index--)
            {
                rest = new Pending(body, rest, (loop.Variable, loop.Values[index]));
            }

            return rest;
        }

        public static Pending? Before(IReadOnlyList<IOperation> operations, Pending? rest)
        {
            for (var index = operations.Count - 1; index >= 0; index--)
            {
                rest = new Pending(operations[index], rest);
            }

            return rest;
        }
    }
}
