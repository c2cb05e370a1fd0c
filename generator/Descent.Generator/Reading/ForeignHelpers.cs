using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// The <c>[Inlineable]</c> helpers of other assemblies: their bodies are text in attributes of the assembly. Their source, where an IDE
/// hands it over, belongs to another compilation and is not touched.
/// </summary>
internal static class ForeignHelpers
{
    /// <summary>What the assembly carries of a method.</summary>
    /// <param name="Version">The version of the text.</param>
    /// <param name="Text">The text.</param>
    private sealed record Body(int Version, string Text);

    /// <summary>The name under which a method's body is found: namespace, types, name and the types of the parameters.</summary>
    public static string Key(IMethodSymbol method) => method.ToDisplayString();

    /// <summary>The function of a method of another assembly; <see langword="null"/> after a problem, which is recorded at the call.</summary>
    public static Function? Read(ReadingContext context, IMethodSymbol method, IOperation call)
    {
        if (Find(method) is null)
        {
            var assembly = method.ContainingAssembly.Name;
            context.Unsupported(call, Constructs.Describe(call) + (IsOfTheFramework(assembly) ? "" : $", which is in another assembly ({assembly}): mark it [Inlineable] there"));
            return null;
        }

        return Read(context, method, call.Syntax.GetLocation());
    }

    /// <summary>The function of a part of a chain, or of a helper that is known to have a body; <see langword="null"/> after a problem.</summary>
    public static Function? Read(ReadingContext context, IMethodSymbol method, Location location)
    {
        var name = $"{method.ContainingType.Name}.{method.Name}";
        var assembly = method.ContainingAssembly.Name;
        if (Find(method) is not { } body)
        {
            context.Report(DiagnosticIds.Unsupported, location, $"'{name}', which is in another assembly ({assembly}) that was compiled without this compiler");
            return null;
        }

        if (!InlineableText.Reads(body.Version))
        {
            context.Report(DiagnosticIds.UnknownBodyVersion, location, name, assembly, body.Version, InlineableText.Version);
            return null;
        }

        if (InlineableText.TryParse(body.Text, HelperSignature.Parameters(method), HelperSignature.Results(method)) is not { } program)
        {
            context.Report(DiagnosticIds.DamagedBody, location, name, assembly);
            return null;
        }

        return new(context.NameOf(method), program);
    }

    /// <summary>The body of a method, of the version that is read here if there are several.</summary>
    private static Body? Find(IMethodSymbol method)
    {
        var key = Key(method);
        return method.ContainingAssembly.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.ToDisplayString() == RuleAttributes.InlineableBody)
            .Select(attribute => Argument(attribute, 1) as string == key && Argument(attribute, 0) is int version && Argument(attribute, 2) is string text
                ? new Body(version, text)
                : null)
            .Where(body => body is not null)
            .OrderBy(body => InlineableText.Reads(body!.Version) ? 0 : 1)
            .FirstOrDefault();
    }

    private static object? Argument(AttributeData attribute, int index)
        => attribute.ConstructorArguments.ElementAtOrDefault(index) is { Kind: TypedConstantKind.Primitive } argument ? argument.Value : null;

    private static bool IsOfTheFramework(string assembly)
        => assembly is "System" or "mscorlib" or "netstandard" || assembly.StartsWith("System.", System.StringComparison.Ordinal);
}
