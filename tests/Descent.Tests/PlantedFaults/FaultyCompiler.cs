using System.Runtime.Loader;
using Descent.Generator;
using Descent.Generator.Analyzers;
using Descent.PlantedFaults;
using Descent.Tests.Strictness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Tests.PlantedFaults;

/// <summary>The compiler with a fault, compiled here from its own source: so a fault takes no build.</summary>
internal static class FaultyCompiler
{
    /// <summary>The assembly of the compiler with a fault.</summary>
    public static byte[] Build(PlantedFault fault) => FaultyAssembly.Build(fault.InRepository);

    /// <summary>Loads the compiler beside the project's own.</summary>
    public static CompilerUnderTest Load(byte[] image)
    {
        using var stream = new MemoryStream(image);
        var assembly = new AssemblyLoadContext("Faulty").LoadFromStream(stream);
        return new(Create<IIncrementalGenerator>(typeof(OptimizerGenerator)), Create<DiagnosticAnalyzer>(typeof(RuleAnalyzer)));

        T Create<T>(Type type) => (T)Activator.CreateInstance(assembly.GetType(type.FullName!)!)!;
    }
}
