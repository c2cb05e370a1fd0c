using System;
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
    private readonly Scope _scope;
    private readonly Flow _flow;
    private readonly ExpressionReader _expressions;
    private readonly DeclarationReader _declarations;
    private readonly LabelReader _labels;
    private readonly HashSet<object> _targets = [];
    private readonly IMethodSymbol _method;
    private int _rounds = 1;

    public StatementReader(ReadingContext context, ProgramBuilder builder, Scope scope, IMethodSymbol method)
    {
        (_context, _builder, _scope, _method) = (context, builder, scope, method);
        _flow = new(builder, scope);
        _expressions = new(context, builder, scope);
        _declarations = new(context, builder, scope, _expressions);
        _labels = new(context, builder, _expressions);
    }

    /// <summary>The variable that holds what a method returns.</summary>
    public static Variable Returned(IMethodSymbol method, int element) => new(method, element);

    public void Read(IBlockOperation body)
    {
        for (var element = 0; element < Tuples.Types(_method.ReturnType).Count; element++)
        {
            _scope.Declare(Returned(_method, element));
        }

        _flow.Begin();
        ReadStatement(body);
        _flow.Land(_method);
    }

    private void ReadStatement(IOperation operation)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        using var level = _context.Enter(operation);
        if (!level.IsEntered || _context.IsTooLarge(_builder, operation))
        {
            return;
        }

        switch (operation)
        {
            case IBlockOperation block:
                Within(block.Locals, () => ReadAll(block.Operations));
                break;
            case IConditionalOperation conditional:
                Branch(conditional);
                break;
            case IForLoopOperation loop when CountedLoop.Of(loop, _scope) is { } counted:
                ReadLoop(loop, counted.Values.Count, round => _scope.BeginRound(counted.Variable, counted.Values[round]));
                break;
            case IForEachLoopOperation { LoopControlVariable: IVariableDeclaratorOperation { Symbol: var variable } } loop when Elements.Holder(loop.Collection, _scope) is var (holder, count):
                ReadLoop(loop, count, round => _declarations.Bind(variable, holder, round, loop.Collection));
                break;
            case ISwitchOperation choice:
                ReadSwitch(choice);
                break;
            case IReturnOperation { Kind: OperationKind.Return } returned:
                Return(returned);
                break;
            case IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } jump when _targets.Contains(jump.Target):
                _flow.Jump(jump.Target);
                break;
            case IExpressionStatementOperation statement:
                _expressions.ReadForEffect(statement.Operation);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
                {
                    _declarations.Read(declarator);
                }

                break;
            case IEmptyOperation:
                break;
            case ILocalFunctionOperation function:
                _ = LocalFunctions.Check(_context, function, function);
                break;
            case IInvalidOperation:
                _context.HasCSharpErrors = true;
                break;
            default:
                _context.Unsupported(operation, Constructs.Describe(operation));
                break;
        }
    }

    private void ReadAll(IEnumerable<IOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (!_flow.GoesOn(_context.Site(operation.Syntax)))
            {
                break;
            }

            ReadStatement(operation);
        }
    }

    private void Within(IReadOnlyList<ILocalSymbol> locals, Action read)
    {
        foreach (var local in locals)
        {
            _scope.Declare(local);
        }

        read();
        foreach (var local in locals)
        {
            _scope.Forget(local);
        }
    }

    private void Return(IReturnOperation returned)
    {
        if (returned.ReturnedValue is { } value)
        {
            var values = _expressions.ReadAll(value);
            for (var element = 0; element < values.Count; element++)
            {
                _scope.Set(Returned(_method, element), values[element]);
            }
        }

        _flow.Jump(_method);
    }

    private void Branch(IConditionalOperation conditional)
    {
        _flow.Branch(
            _expressions.Read(conditional.Condition),
            () => ReadStatement(conditional.WhenTrue),
            () =>
            {
                if (conditional.WhenFalse is { } otherwise)
                {
                    ReadStatement(otherwise);
                }
            },
            Leaves(conditional.WhenFalse) && !Leaves(conditional.WhenTrue),
            _context.Site(conditional.Syntax));
    }

    /// <summary>Whether a statement surely jumps, as one can see without reading it.</summary>
    private static bool Leaves(IOperation? operation) => operation switch
    {
        IReturnOperation or IBranchOperation => true,
        IBlockOperation block => block.Operations.Any(Leaves),
        IConditionalOperation conditional => Leaves(conditional.WhenTrue) && Leaves(conditional.WhenFalse),
        _ => false,
    };

    /// <summary>Reads a loop as its body, once for each round.</summary>
    private void ReadLoop(ILoopOperation loop, int rounds, Action<int> begin)
    {
        var around = _rounds;
        _rounds *= Math.Max(1, rounds);
        if (_rounds > CountedLoop.MaxRoundsInAll)
        {
            _context.Unsupported(loop, $"a loop that makes {_rounds.ToString(System.Globalization.CultureInfo.InvariantCulture)} rounds, with the loops around it, ({CountedLoop.MaxRoundsInAll.ToString(System.Globalization.CultureInfo.InvariantCulture)} are the most)");
            _rounds = around;
            return;
        }

        var jumps = loop.Body.Descendants().OfType<IBranchOperation>().Select(jump => jump.Target).ToList();
        WithTarget(jumps, loop.ExitLabel, () => Within(loop.Locals, () =>
        {
            for (var round = 0; round < rounds && _flow.GoesOn(_context.Site(loop.Syntax)); round++)
            {
                WithTarget(jumps, loop.ContinueLabel, () =>
                {
                    begin(round);
                    ReadStatement(loop.Body);
                });
            }
        }));
        _rounds = around;
    }

    /// <summary>Reads what some jump may leave; where none does, it is as if it were not there.</summary>
    private void WithTarget(IReadOnlyList<ILabelSymbol> jumps, ILabelSymbol target, Action read)
    {
        if (!jumps.Contains(target, SymbolEqualityComparer.Default))
        {
            read();
            return;
        }

        _targets.Add(target);
        _flow.Begin();
        read();
        _flow.Land(target);
        _targets.Remove(target);
    }

    /// <summary>Reads a switch statement: whoever fits runs and jumps to the end, and the default comes last.</summary>
    private void ReadSwitch(ISwitchOperation choice)
    {
        var values = _expressions.ReadAll(choice.Value);
        var defaultCase = NamedChoices.Default(choice, _context);
        var last = choice.Cases.LastOrDefault(section => section.Clauses.Any(clause => clause is not IDefaultCaseClauseOperation));
        var goesToDefault = new Variable(choice.ExitLabel);
        _targets.Add(choice.ExitLabel);
        _flow.Begin();
        foreach (var section in choice.Cases)
        {
            var site = _context.Site(section.Syntax);
            var clauses = section.Clauses.Where(clause => clause is not IDefaultCaseClauseOperation).ToList();
            if (!_flow.GoesOn(site) || clauses.Count == 0 || (section == defaultCase && section == last && section.Locals.IsEmpty))
            {
                continue;
            }

            Within(section.Locals, () =>
            {
                var condition = !_scope.TryGet(goesToDefault, out var isDefault)
                    ? _labels.Match(clauses, values, site)
                    : _expressions.Choose(isDefault, () => [_builder.Constant(false, site)], () => [_labels.Match(clauses, values, site)], site)[0];
                if (section == defaultCase)
                {
                    _scope.Set(goesToDefault, condition);
                }
                else
                {
                    _flow.Branch(condition, () => ReadSection(section, choice), () => { }, leavesWhenFalse: false, site);
                }
            });
        }

        if (defaultCase is not null && _flow.GoesOn(_context.Site(defaultCase.Syntax)))
        {
            Within(defaultCase.Locals, () => ReadSection(defaultCase, choice));
        }
        else if (_flow.GoesOn(_context.Site(choice.Syntax)))
        {
            _flow.Jump(choice.ExitLabel);
        }

        _scope.Forget(choice.ExitLabel);
        _flow.Land(choice.ExitLabel);
        _targets.Remove(choice.ExitLabel);
    }

    /// <summary>Reads the body of a section. What the switch declares is in scope in all of them, but no value goes from one to another.</summary>
    private void ReadSection(ISwitchCaseOperation section, ISwitchOperation choice)
    {
        Within(choice.Locals, () => ReadAll(section.Body));
        if (_flow.GoesOn(_context.Site(section.Syntax)))
        {
            _flow.Jump(choice.ExitLabel);
        }
    }
}
