using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Descent.Engine;

namespace Descent.Tests.Engine;

/// <summary>Has memory be asked for ahead of time from few weights on, on every processor, so that tests need no more.</summary>
internal static class ReadAheadEverywhere
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It is set before the first optimizer is made, whichever test makes it.")]
    internal static void Set() => AppContext.SetData(ReadAhead.Setting, 65_536);
}
