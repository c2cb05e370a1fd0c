using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>What the readers of one rule share: where they look things up and where they put what they find.</summary>
internal sealed class ReadingContext(INamedTypeSymbol rule, Compilation compilation, CancellationToken cancellation)
{
    private readonly List<Problem> _problems = [];
    private readonly List<SyntaxNode> _sites = [];

    public INamedTypeSymbol Rule { get; } = rule;

    public CancellationToken Cancellation { get; } = cancellation;

    public IReadOnlyList<Problem> Problems => _problems;

    public IReadOnlyList<SyntaxNode> Sites => _sites;

    /// <summary>Set where C# itself reports an error: the rule does not compile, and nothing needs to be added to that.</summary>
    public bool HasCSharpErrors { get; set; }

    /// <summary>The members that every optimizer has.</summary>
    public GeneratedMembers Members => field ??= new(compilation, Rule);

    /// <summary>What was declared for the compiler without a body, and refused.</summary>
    public List<UnfinishedMember> Unfinished { get; } = [];

    /// <summary>How much of the generated part there is room for.</summary>
    public GeneratedPart Part { get; private set; }

    /// <summary>What the generated part names of the author's own, besides the rule itself.</summary>
    public List<ISymbol> Named { get; } = [];

    /// <summary>The hyperparameters by their properties.</summary>
    public Dictionary<ISymbol, HyperparameterModel> Hyperparameters { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The helper methods read so far; <see langword="null"/> while one is being read, so that recursion is seen.</summary>
    public Dictionary<ISymbol, Function?> Functions { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Set where a called <c>[Inlineable]</c> helper cannot be compiled, which is reported where that is defined.</summary>
    public bool CallsBrokenHelper { get; private set; }

    /// <summary>Whether what was read cannot be compiled.</summary>
    public bool IsBroken => HasCSharpErrors || CallsBrokenHelper || Problems.Count > 0;

    /// <summary>The helper that is read for its own sake, not because a rule calls it.</summary>
    public IMethodSymbol? Definition { get; init; }

    /// <summary>Says that there is no room for more than this of the generated part.</summary>
    public void Allow(GeneratedPart part) => Part = (GeneratedPart)System.Math.Max((int)Part, (int)part);

    public void Report(string id, Location? location, params object[] arguments)
        => _problems.Add(new(id, location ?? Location.None, arguments));

    /// <summary>
    /// Reads the body of a method. The problems of one that travels are reported once, where it is defined, and not again by
    /// each rule that calls it.
    /// </summary>
    public T LeaveToDefinition<T>(IMethodSymbol method, System.Func<T> read)
    {
        var count = _problems.Count;
        var result = read();
        if (_problems.Count > count && RuleAttributes.IsInlineable(method) && !SymbolEqualityComparer.Default.Equals(method, Definition))
        {
            _problems.RemoveRange(count, _problems.Count - count);
            CallsBrokenHelper = true;
        }

        return result;
    }

    /// <summary>A name for a function: file-local types, and assemblies of one name, may give two methods the same.</summary>
    public string UniqueName(string name)
    {
        while (Functions.Values.Any(function => function?.Name == name))
        {
            name += "'";
        }

        return name;
    }

    /// <summary>Whether the rule may call a method.</summary>
    public bool IsAccessible(IMethodSymbol method) => compilation.IsSymbolAccessibleWithin(method, Rule);

    /// <summary>Whether a method is of another assembly.</summary>
    public bool IsForeign(IMethodSymbol method) => !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);

    /// <summary>Records a construct that a rule cannot have; one that C# itself refuses is left to C#.</summary>
    public void Unsupported(IOperation operation, string what)
    {
        if (operation.DescendantsAndSelf().Any(inner => inner is IInvalidOperation || inner.Type?.TypeKind == TypeKind.Error))
        {
            HasCSharpErrors = true;
        }
        else
        {
            Report(DiagnosticIds.Unsupported, operation.Syntax.GetLocation(), what);
        }
    }

    /// <summary>The ordinal of a place in the source; the same after edits of white space and comments.</summary>
    public int Site(SyntaxNode syntax)
    {
        _sites.Add(syntax);
        return _sites.Count - 1;
    }

    /// <summary>The body of a method as operations, if its source belongs to this compilation.</summary>
    public IBlockOperation? Body(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(Cancellation);
            if (!compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            {
                continue;
            }

            var body = compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, Cancellation) switch
            {
                IMethodBodyOperation declaration => declaration.BlockBody ?? declaration.ExpressionBody,
                IBlockOperation block => block,
                _ => null,
            };
            if (body is not null)
            {
                return body;
            }
        }

        return null;
    }
}
