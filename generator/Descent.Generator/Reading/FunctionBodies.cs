using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads the bodies of helper methods into functions, and sees that calls come to an end.</summary>
internal static class FunctionBodies
{
    /// <summary>Reads a method's body into a function, and then all that it calls.</summary>
    public static Function Read(ReadingContext context, IMethodSymbol method, IBlockOperation body)
    {
        context.Call(method, body);
        Complete(context);
        return context.Functions[method];
    }

    /// <summary>Reads all that was called and is not read yet.</summary>
    public static void Complete(ReadingContext context) => context.ReadPending((method, body) => ReadBody(context, method, body));

    /// <summary>Reads what a body calls, and records a problem if a helper calls itself or too much is called.</summary>
    public static void Check(ReadingContext context, Program body, Location? location)
    {
        Complete(context);
        if (context.IsBroken)
        {
            return;
        }

        Function[] functions = [.. context.Functions.Values];
        if (CallGraph.FindRecursion(body, functions) is var (called, site))
        {
            var method = (IMethodSymbol)context.Functions.First(function => function.Value == called).Key;
            context.ReportRecursion(method, site < 0 ? location : context.Sites[site].GetLocation());
        }
        else if (CallGraph.Size(body, functions) > ReadingContext.MaxSize)
        {
            context.ReportSize(location);
        }
    }

    private static Function ReadBody(ReadingContext context, IMethodSymbol method, IBlockOperation body)
    {
        var program = new ProgramBuilder();
        var scope = new Scope(context.Tables);
        var site = context.Site(body.Syntax);
        foreach (var parameter in method.Parameters)
        {
            var type = ScalarTypes.Of(parameter.Type);
            if (parameter.RefKind == RefKind.None)
            {
                scope.Set(new(parameter), program.Add(new(Opcode.Argument, type, default, new Payload.Ordinal(parameter.Ordinal), Site: site)));
            }
            else
            {
                scope.Bind(parameter, program.Add(new(Opcode.Reference, type, default, new Payload.Ordinal(parameter.Ordinal), Hint: parameter.Name, Site: site)));
            }
        }

        new StatementReader(context, program, scope, method).Read(body);
        var results = HelperSignature.Results(method).Select((type, element) => scope.TryGet(StatementReader.Returned(method, element), out var value)
            ? value
            : program.Add(new(Opcode.Constant, type, default, new Payload.Literal(0), Site: site)));
        program.Add(Opcode.Return, ScalarType.None, site, [.. results]);
        return new Function(context.NameOf(method), program.ToProgram());
    }
}
