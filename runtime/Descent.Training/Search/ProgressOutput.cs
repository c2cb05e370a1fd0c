namespace Descent.Training;

/// <summary>Where a <see cref="SearchProgressBar"/> is seen.</summary>
public enum ProgressOutput
{
    /// <summary>On a terminal, where a carriage return goes back to the start of the line: one line, drawn over and over.</summary>
    Terminal,

    /// <summary>In a file or a log: one line a trial.</summary>
    Lines,
}
