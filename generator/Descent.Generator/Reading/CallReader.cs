using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads calls of helper methods, whose bodies become functions that are inlined later.</summary>
internal sealed class CallReader(ReadingContext context, ProgramBuilder builder, ExpressionReader expressions)
{
    /// <summary>Reads a call.</summary>
    /// <returns>Whether the method is one whose body can be read; <paramref name="value"/> is what it returns, unless void.</returns>
    public bool TryRead(IInvocationOperation invocation, Scope scope, out int? value)
    {
        value = null;
        var method = invocation.TargetMethod;
        if (Find(method, invocation.Instance, invocation) is not { } function)
        {
            return false;
        }

        var site = context.Site(invocation.Syntax);
        var arguments = new int[method.Parameters.Length];
        foreach (var argument in invocation.Arguments)
        {
            var parameter = argument.Parameter!;
            arguments[parameter.Ordinal] = parameter.RefKind == RefKind.Out
                ? Undefined(parameter.Type, site)
                : expressions.Read(argument.Value, scope);
        }

        var call = builder.Add(new(Opcode.Call, ScalarType.None, arguments.ToEquatableArray(), Symbol: function.Name, Site: site));
        var number = 0;
        if (!method.ReturnsVoid)
        {
            value = Result(call, number++, method.ReturnType, site);
        }

        foreach (var parameter in HelperSignature.Written(method))
        {
            var argument = invocation.Arguments.First(argument => argument.Parameter!.Ordinal == parameter.Ordinal);
            expressions.Assign(argument.Value, Result(call, number++, parameter.Type, site), scope);
        }

        return true;
    }

    /// <summary>Reads a property of the rule that is computed from its hyperparameters.</summary>
    public bool TryReadProperty(IPropertyReferenceOperation property, out int value)
    {
        value = -1;
        if (property.Property.GetMethod is not { } getter || property.Property.IsIndexer || Find(getter, property.Instance, property) is not { } function)
        {
            return false;
        }

        var site = context.Site(property.Syntax);
        var call = builder.Add(new(Opcode.Call, ScalarType.None, default, Symbol: function.Name, Site: site));
        value = Result(call, 0, property.Type!, site);
        return true;
    }

    private int Result(int call, int number, ITypeSymbol type, int site)
        => builder.Add(new(Opcode.Result, ScalarTypes.Of(type), new[] { call }.ToEquatableArray(), Bits: number, Site: site));

    private int Undefined(ITypeSymbol type, int site) => builder.Add(new(Opcode.Constant, ScalarTypes.Of(type), default, Site: site));

    /// <summary>The function of a method, read on its first call; <see langword="null"/> if its body cannot be read or used.</summary>
    private Function? Find(IMethodSymbol called, IOperation? instance, IOperation call)
    {
        var method = called.PartialImplementationPart ?? called;
        if (context.Functions.TryGetValue(method, out var known))
        {
            if (known is null)
            {
                context.Unsupported(call, $"recursion ('{method.Name}' calls itself)");
                return s_placeholder;
            }

            return known;
        }

        if (HelperSignature.WhyNot(method) is not null || !(method.IsStatic || IsOfRule(method, instance)))
        {
            return null;
        }

        if (context.IsForeign(method))
        {
            if (ForeignHelpers.Read(context, method, call) is not { } foreign)
            {
                return s_placeholder;
            }

            context.Functions[method] = foreign;
            return foreign;
        }

        return context.Body(method) is { } body ? Read(context, method, body) : null;
    }

    private static readonly Function s_placeholder = new("", new Program(default));

    private bool IsOfRule(IMethodSymbol method, IOperation? instance)
        => instance is IInstanceReferenceOperation && SymbolEqualityComparer.Default.Equals(method.ContainingType, context.Rule);

    /// <summary>Reads a method's body into a function.</summary>
    public static Function Read(ReadingContext context, IMethodSymbol method, IBlockOperation body)
    {
        context.Functions[method] = null;
        var function = context.LeaveToDefinition(method, () => ReadBody(context, method, body));
        context.Functions[method] = function;
        return function;
    }

    private static Function ReadBody(ReadingContext context, IMethodSymbol method, IBlockOperation body)
    {
        var program = new ProgramBuilder();
        var scope = new Scope();
        var site = context.Site(body.Syntax);
        foreach (var parameter in method.Parameters)
        {
            var argument = program.Add(new(Opcode.Argument, ScalarTypes.Of(parameter.Type), default, parameter.Ordinal, Site: site));
            scope.Set(parameter, argument);
        }

        new StatementReader(context, program).Read(body, scope);
        var results = new List<int>();
        if (!method.ReturnsVoid)
        {
            results.Add(scope.ReturnedValue ?? program.Add(new(Opcode.Constant, ScalarTypes.Of(method.ReturnType), default, Site: site)));
        }

        foreach (var parameter in HelperSignature.Written(method))
        {
            scope.TryGet(parameter, out var final);
            results.Add(final);
        }

        program.Add(Opcode.Return, ScalarType.None, site, [.. results]);
        return new Function(context.UniqueName(method.ToDisplayString()), program.ToProgram());
    }
}
