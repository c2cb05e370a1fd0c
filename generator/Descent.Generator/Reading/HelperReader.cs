using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>An <c>[Inlineable]</c> helper as it leaves the first step of the pipeline: equal by content, like <see cref="RuleModel"/>.</summary>
/// <param name="Key">The name under which other compilers find it.</param>
/// <param name="Body">What it computes, its calls not inlined yet.</param>
/// <param name="Functions">The functions that it calls.</param>
internal sealed record HelperModel(string Key, Program Body, EquatableArray<Function> Functions);

/// <summary>What reading a helper gave: the model for the generator, <see langword="null"/> if there is none, and the problems for the analyzer.</summary>
internal sealed record HelperReading(HelperModel? Model, IReadOnlyList<Problem> Problems)
{
    /// <summary>What was read before it was clear that it is an error of C#'s own: the helper, and the methods that it calls.</summary>
    public IReadOnlyList<ISymbol> LeftToCSharp { get; init; } = [];
}

/// <summary>Reads an <c>[Inlineable]</c> method for the compilers of other projects.</summary>
internal static class HelperReader
{
    public static HelperReading Read(IMethodSymbol declared, Compilation compilation, CancellationToken cancellation)
    {
        var method = declared.PartialImplementationPart ?? declared;
        var context = new ReadingContext(method.ContainingType, compilation, cancellation) { Definition = method };
        var why = method.IsStatic ? HelperSignature.WhyNot(method) : "it must be static";
        if (method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Error) || method.ReturnType.TypeKind == TypeKind.Error)
        {
            return new(null, []);
        }

        if (why is null && context.Body(method) is { } body)
        {
            var function = FunctionBodies.Read(context, method, body);
            FunctionBodies.Check(context, function.Body, method.Locations.FirstOrDefault());
            var functions = context.Functions.Values.Where(other => other != function).ToEquatableArray();
            return new(context.IsBroken ? null : new(ForeignHelpers.Key(method), function.Body, functions), context.Problems)
            {
                LeftToCSharp = context.HasCSharpErrors && context.Problems.Count == 0 ? [.. context.Functions.Keys] : [],
            };
        }

        context.Report(DiagnosticIds.NotInlineable, method.Locations.FirstOrDefault(), method.Name, RuleAttributes.InlineableMark(method) ?? "[Inlineable]", why ?? "it must have a body");
        return new(null, context.Problems);
    }
}
